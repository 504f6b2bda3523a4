import { showsCustomers } from '../shows-customers.ts';
import { createApolloScreens } from './customer-screens.ts';

showsCustomers('Apollo Client', createApolloScreens);

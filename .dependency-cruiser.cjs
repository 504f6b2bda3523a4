/**
 * The table of rooms: which room below src/ may import which. A rule per room, each with its remedy.
 * Whatever is not in a room's list is refused; packages are listed where a room may own them.
 */
const mayImport = {
  settings: ['errors', 'customers/model'],
  errors: [],
  telemetry: ['errors'],
  upstream: ['errors', 'telemetry'],
  paging: ['errors'],
  customers: ['errors', 'paging', 'upstream/upstream-call.ts'],
  'vendors/shared': ['errors', 'upstream', 'customers', 'paging'],
  schema: ['errors', 'customers', 'paging'],
  server: ['errors', 'telemetry', 'settings', 'customers', 'schema'],
  sandbox: [],
  verify: ['settings', 'upstream', 'vendors', 'errors', 'customers'],
  start: ['settings', 'sandbox', 'gateway.ts'],
};

const rooms = Object.entries(mayImport).map(([room, others]) => ({
  name: `room-${room.replace('/', '-')}`,
  comment: `${room}/ may import ${others.join(', ') || 'no other room'}. Move the shared piece to a room both may know, or pass it in from gateway.ts.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [room, ...others].map((name) => `^src/${name}(/|$)`) },
}));

/** What every vendor's adapter may import besides its own folder, whatever the folder is called. */
const vendorMayImport = ['errors', 'telemetry', 'upstream', 'customers', 'paging', 'vendors/shared'];

/** The folders of schema/ that belong to no vendor; every other one is a vendor's. */
const schemaFolders = ['shared', 'customer', 'entities', 'sources'];

const vendors = [
  {
    name: 'room-vendor',
    comment: `A folder of vendors/ may import ${vendorMayImport.join(', ')} and itself. Move what two vendors share to vendors/shared/, or pass it in from gateway.ts.`,
    severity: 'error',
    from: { path: '^src/vendors/([^/]+)/', pathNot: '^src/vendors/shared/' },
    to: { path: '^src/', pathNot: ['^src/vendors/$1/', ...vendorMayImport.map((name) => `^src/${name}(/|$)`)] },
  },
  {
    name: 'schema-of-one-vendor',
    comment: "A vendor's folder of schema/ may not import another vendor's. Move what two share to schema/shared/.",
    severity: 'error',
    from: { path: '^src/schema/([^/]+)/', pathNot: `^src/schema/(${schemaFolders.join('|')})/` },
    to: {
      path: '^src/schema/[^/]+/',
      pathNot: ['^src/schema/$1/', `^src/schema/(${schemaFolders.join('|')})/`],
    },
  },
];

const onlyIn = (name, packages, places, remedy) => ({
  name,
  comment: remedy,
  severity: 'error',
  from: { path: '^src/', pathNot: places },
  to: { path: packages },
});

module.exports = {
  forbidden: [
    ...rooms,
    ...vendors,
    {
      name: 'main-is-thin',
      comment: 'main.ts reports the start before anything large is loaded. Put the rest into start/.',
      severity: 'error',
      from: { path: '^src/main\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/start/'] },
    },
    {
      name: 'gateway-knows-no-sandbox',
      comment: 'The gateway must not know that its vendors are simulated. Start the sandbox in main.ts.',
      severity: 'error',
      from: { path: '^src/(gateway|open-sources)\\.ts$' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'no-circular',
      comment: 'Files that import each other should be one file, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    onlyIn(
      'graphql-stays-in-schema-and-server',
      ['node_modules/(graphql|graphql-yoga|graphql-jit)/', 'node_modules/@pothos/', 'node_modules/@graphql-yoga/', 'node_modules/@graphql-tools/'],
      ['^src/schema/', '^src/server/'],
      'GraphQL is the way in, not the domain: keep it in schema/ and server/.',
    ),
    onlyIn(
      'sockets-stay-at-the-edges',
      ['^node:(http|https|net|tls|dgram|http2)$', '^(http|https|net|tls|dgram|http2)$', 'node_modules/(undici|ioredis)/'],
      ['^src/upstream/', '^src/server/', '^src/sandbox/', '^src/main\\.ts$'],
      'Sockets are opened in upstream/, server/, sandbox/ and main.ts only. Take a client as an argument.',
    ),
    {
      name: 'not-to-dev-dependency',
      comment: 'Production code needs a dependency, not a devDependency.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};

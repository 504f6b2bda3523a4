import { createApiKeyField } from './api-key.js';
import { createCostStrip, readCost } from './cost-strip.js';

/**
 * Adds the key field and the cost strip to the page, and routes GraphiQL's requests through them. GraphiQL is used as
 * built, and its plugins need a build step, so these sit next to it.
 */
export function startPage(path) {
  const send = window.fetch;
  const key = createApiKeyField(sessionStorage, readSchemaAgain);
  const strip = createCostStrip();

  window.fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.origin !== location.origin || url.pathname !== path) return send(input, init);
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    key.addTo(headers);
    if (!headers.has('x-gateway-plan')) headers.set('x-gateway-plan', '1');
    const startedAt = performance.now();
    const response = await send(input, { ...init, headers });
    if (response.status === 401) key.refuse();
    if (!isIntrospection(init.body)) {
      rememberInAddress(init.body);
      void report(response.clone(), startedAt);
    }
    return response;
  };

  async function report(response, startedAt) {
    const text = await response.text();
    strip.show(
      readCost({
        status: response.status,
        durationMs: performance.now() - startedAt,
        text,
        contentType: response.headers.get('content-type') ?? '',
      }),
    );
  }

  // GraphiQL renders itself, and again when its layout changes.
  const place = () => {
    const response = document.querySelector('.graphiql-response');
    if (response && !response.contains(strip.element)) response.append(strip.element);
    const header = document.querySelector('.graphiql-session-header');
    if (header && !header.contains(key.element)) header.append(key.element);
  };
  new MutationObserver(place).observe(document.documentElement, { childList: true, subtree: true });
}

/** A copied address also opens with the variables. */
function rememberInAddress(body) {
  try {
    const { query, variables } = JSON.parse(body);
    const address = new URL(location.href);
    address.searchParams.set('query', query);
    if (variables && Object.keys(variables).length > 0) {
      address.searchParams.set('variables', JSON.stringify(variables));
    } else {
      address.searchParams.delete('variables');
    }
    if (address.href.length < 8_000) history.replaceState(null, '', address);
  } catch {
    // Not one of GraphiQL's own requests.
  }
}

function isIntrospection(body) {
  return typeof body === 'string' && body.includes('__schema');
}

function readSchemaAgain() {
  document.querySelector('[aria-label^="Re-fetch"]')?.click();
}

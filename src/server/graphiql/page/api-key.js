/**
 * The field for the API key or token: one for all tabs and for introspection, stored for this browser tab only. A 401
 * response points the user to it. Once a key is entered, the schema is fetched again and the Docs load.
 */
export function createApiKeyField(storage, onChange) {
  const KEPT = 'customer-gateway:key';
  const field = document.createElement('form');
  field.className = 'api-key';
  field.innerHTML = `
    <label for="api-key-input">API key or token</label>
    <input id="api-key-input" type="password" autocomplete="off" spellcheck="false" placeholder="API key or token" />
    <button type="submit">Use</button>
    <output role="status"></output>`;
  const input = field.querySelector('input');
  const status = field.querySelector('output');
  input.value = storage.getItem(KEPT) ?? '';
  field.addEventListener('submit', (event) => {
    event.preventDefault();
    const key = input.value.trim();
    if (key === '') storage.removeItem(KEPT);
    else storage.setItem(KEPT, key);
    status.textContent = '';
    field.classList.remove('is-missing');
    onChange();
  });

  return {
    element: field,
    /** Adds the key to a request without credentials of its own. A token has three parts separated by dots. */
    addTo(headers) {
      const key = storage.getItem(KEPT);
      if (!key || headers.has('authorization') || headers.has('x-api-key')) return;
      if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(key)) headers.set('authorization', `Bearer ${key}`);
      else headers.set('x-api-key', key);
    },
    /** Called when the gateway returned 401. */
    refuse() {
      field.classList.add('is-missing');
      status.textContent = storage.getItem(KEPT)
        ? 'The gateway does not know this key. Type another.'
        : 'The gateway requires a key: enter it here.';
      input.focus();
    },
  };
}

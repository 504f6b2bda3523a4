/**
 * One field for the API key or token: for all tabs and for introspection, kept for this browser tab only.
 * Whoever is refused (401) is shown where to type it; once it is there, the schema is read again and the Docs load.
 */
export function createApiKeyField(storage, onChange) {
  const KEPT = 'customer-gateway:key';
  const field = document.createElement('form');
  field.className = 'api-key';
  field.innerHTML = `
    <label for="api-key-input">API key or token</label>
    <input id="api-key-input" type="password" autocomplete="off" spellcheck="false" placeholder="none" />
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
    /** Adds the key to a request that has no credentials of its own. A token has three parts between dots. */
    addTo(headers) {
      const key = storage.getItem(KEPT);
      if (!key || headers.has('authorization') || headers.has('x-api-key')) return;
      if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(key)) headers.set('authorization', `Bearer ${key}`);
      else headers.set('x-api-key', key);
    },
    /** The gateway answered 401. */
    refuse() {
      field.classList.add('is-missing');
      status.textContent = storage.getItem(KEPT)
        ? 'The gateway does not know this key. Type another.'
        : 'The gateway asks for a key: type it here.';
      input.focus();
    },
  };
}

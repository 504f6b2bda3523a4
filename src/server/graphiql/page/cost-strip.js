/**
 * The strip under the response that shows what the operation cost: status, time and size; requests sent and saved per
 * source; one bar per upstream request, with waiting for the budget drawn apart from waiting for the vendor; what is
 * left of each budget; and the plan in sentences. The data is in the response, in `extensions.upstream` and
 * `extensions.plan`.
 */
export function createCostStrip() {
  const strip = document.createElement('section');
  strip.className = 'cost-strip';
  strip.setAttribute('aria-label', 'What the operation cost');
  strip.hidden = true;
  return { element: strip, show: (cost) => draw(strip, cost) };
}

/** The cost that a response reports. */
export function readCost({ status, durationMs, text, contentType }) {
  const { extensions } = lastReport(text, contentType);
  return {
    status,
    durationMs,
    bytes: new Blob([text]).size,
    upstream: extensions?.upstream ?? {},
    plan: extensions?.plan ?? {},
  };
}

/** An incremental response reports its cost in the first part, and in full in the last. */
function lastReport(text, contentType) {
  const parts = /multipart|event-stream/.test(contentType)
    ? text
        .split(/\r?\n/)
        .map((line) => line.replace(/^data: ?/, ''))
        .filter((line) => line.startsWith('{'))
    : [text];
  const reports = parts.map(parseJson).filter((part) => part?.extensions);
  return reports.at(-1) ?? {};
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function draw(strip, cost) {
  const { plan, upstream } = cost;
  const requests = plan.requests ?? [];
  strip.hidden = false;
  strip.replaceChildren(
    line('summary', [
      `${cost.status}`,
      `${Math.round(cost.durationMs)} ms`,
      sizeOf(cost.bytes),
      ...(plan.complexity
        ? [`complexity ${count(plan.complexity.value)} of ${count(plan.complexity.maximum)}`]
        : []),
      ...Object.entries(upstream).map(([source, used]) => sourceSummary(source, used, plan.budgets)),
    ]),
    ...(requests.length > 0 ? [timeline(requests)] : []),
    ...((plan.sentences ?? []).length > 0 ? [sentences(plan.sentences)] : []),
  );
}

function sourceSummary(source, { requests, cached }, budgets = []) {
  const budget = budgets.find((each) => each.source === source);
  const left =
    budget?.requestsPerMinute == null
      ? ''
      : `, ${count(budget.requestsRemaining)} of ${count(budget.requestsPerMinute)} left`;
  return `${source}: ${requests} sent, ${cached} saved${left}`;
}

function timeline(requests) {
  const end = Math.max(
    1,
    ...requests.map(({ startMs = 0, waitMs = 0, durationMs = 0 }) => startMs + waitMs + durationMs),
  );
  const list = element('ol', 'cost-timeline');
  for (const request of requests) list.append(bar(request, end));
  return list;
}

function bar(
  { source, method, path, parameters = [], cached, startMs = 0, waitMs = 0, durationMs = 0, status, rows },
  end,
) {
  const share = (ms) => `${((100 * ms) / end).toFixed(2)}%`;
  const item = element('li', cached ? 'cost-request is-cached' : 'cost-request');
  item.dataset.source = source;
  const name = element('span', 'cost-name', `${source} ${method} ${path}`);
  name.title = parameters.length > 0 ? `Parameters: ${parameters.join(', ')}` : 'No parameters';
  name.append(element('small', 'cost-parameters', parameters.join(', ')));
  const track = element('span', 'cost-track');
  const wait = element('i', 'cost-wait');
  wait.style.left = share(startMs);
  wait.style.width = share(waitMs);
  wait.title = `${waitMs} ms waiting for the budget`;
  const took = element('i', 'cost-took');
  took.style.left = share(startMs + waitMs);
  took.style.width = cached ? '2px' : share(Math.max(durationMs, end / 200));
  took.title = cached ? 'From the cache' : `${durationMs} ms waiting for the source`;
  track.append(wait, took);
  const facts = [
    cached ? 'cached' : `${durationMs} ms`,
    status,
    rows == null ? null : `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`,
  ];
  item.append(name, track, element('span', 'cost-facts', facts.filter((fact) => fact != null).join(' · ')));
  return item;
}

function sentences(texts) {
  const list = element('ul', 'cost-plan');
  for (const text of texts) list.append(element('li', '', text));
  return list;
}

function line(name, facts) {
  const row = element('p', `cost-${name}`);
  for (const fact of facts) row.append(element('span', '', fact));
  return row;
}

function element(tag, className, text = '') {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}

function sizeOf(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function count(number) {
  return Number(number).toLocaleString('en');
}

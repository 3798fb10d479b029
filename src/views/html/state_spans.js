// When each end of a flow was in which state.

/** The rows as an end has them: of two segments that cross it sends its own before the other's arrives. */
function inOrderOf(flow, endpoint) {
  const rows = [...flow.rows];
  for (const row of flow.rows.filter(({ drawn, record }) => drawn.crosses && record.from !== endpoint)) {
    const next = flow.rows.find((other) => other.index > row.index && other.record.from);
    [rows[row.index], rows[next.index]] = [next, row];
  }
  return rows;
}

/**
 * Spans {state, row, until} of an end, in order: `row` is the packet or timer that brought the state, `until` the one that
 * ended it, null while it lasts. Where a state begins, and which were only assumed, the flow's drawing says.
 */
export function stateSpans(flow, endpoint) {
  const spans = inOrderOf(flow, endpoint).flatMap((row) => (row.drawn[endpoint] ?? []).map((state) => ({ state, row, until: null })));
  spans.forEach((span, i) => {
    span.until = spans[i + 1]?.row ?? null;
  });
  return spans;
}

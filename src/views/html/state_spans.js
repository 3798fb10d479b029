// When each end of a flow was in which state.

/**
 * Spans {state, row, until, change} of an end, in order: `row` is the packet or timer that brought the state, `until` the one
 * that ended it, null while it lasts. A state that was only assumed and is taken back is taken out again.
 */
export function stateSpans(flow, endpoint) {
  const spans = [];
  for (const row of flow.rows) {
    for (const change of row.record.changes ?? []) {
      if (change.endpoint === endpoint) {
        addSpan(spans, row, change);
      }
    }
  }
  return spans;
}

function addSpan(spans, row, change) {
  if (change.retracted) {
    spans.pop();
    if (spans.at(-1)?.state === change.to) {
      spans.at(-1).until = null;
      return;
    }
  }
  if (spans.length > 0) {
    spans.at(-1).until = row;
  }
  spans.push({ state: change.to, row, until: null, change });
}

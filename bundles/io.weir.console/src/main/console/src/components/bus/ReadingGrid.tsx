import type { Interpretation, Reading } from '../../api/documents';
import { sideBySide } from '../../reading';

/** The raw words, and what they are in every type and order of bytes; a value is a button. */
export function ReadingGrid({
  reading,
  onChoose,
}: {
  reading: Reading;
  onChoose: (interpretation: Interpretation) => void;
}) {
  const { orders, rows } = sideBySide(reading.interpretations);
  return (
    <section className="card stack" aria-label="What was read">
      <h2>What was read</h2>
      <div className="raw" aria-label="Raw words">
        {reading.raw.map((word, index) => (
          <code key={index}>{word}</code>
        ))}
      </div>
      <div className="quiet">Choose the value that is right to add it as a channel.</div>
      <table className="table folds values">
        <thead>
          <tr>
            <th>Type</th>
            {orders.map((order) => (
              <th key={order}>{order}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells }) => (
            <tr key={label}>
              <td>
                <strong>{label}</strong>
              </td>
              {cells.map((cell, index) => (
                <td key={orders[index]} data-label={cell ? orders[index] : undefined}>
                  {cell && (
                    <button
                      type="button"
                      className="pick"
                      aria-label={`Add ${label} ${orders[index]} ${cell.value} as a channel`}
                      onClick={() => onChoose(cell)}
                    >
                      {cell.value}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

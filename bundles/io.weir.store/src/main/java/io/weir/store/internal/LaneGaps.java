package io.weir.store.internal;

import io.weir.api.store.Gap;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import java.util.List;

/**
 * Sees to it that a reader meets no missing or thinned entries before a gap record of them is
 * durable. Any thread; one loss is told at a time.
 *
 * <p>A loss is told when a reader gets to it: so it is one record however often segments were given
 * up meanwhile, and no crash between the loss and the record can lose it.
 */
final class LaneGaps {
  private final Lane lane;
  private final LaneFiles files;
  private final Cursors cursors;
  private final LaneStatus status;
  private final GapTeller teller;

  LaneGaps(Lane lane, LaneFiles files, Cursors cursors, LaneStatus status, GapTeller teller) {
    this.lane = lane;
    this.files = files;
    this.cursors = cursors;
    this.status = status;
    this.teller = teller;
  }

  /** A reader has found nothing of these entries. */
  synchronized void missing(long first, long last) throws JournalException {
    List<Segment> live = files.live();
    long kept = live.isEmpty() ? last + 1 : live.get(0).firstSequence;
    if (first < kept) {
      missing(first, Math.min(last, kept - 1), Gap.Reason.BUDGET);
    }
    if (last >= kept) {
      missing(Math.max(first, kept), last, Gap.Reason.DAMAGE);
    }
  }

  /** A reader that has got to this sequence begins with a thinned segment. */
  synchronized void thinned(Segment from, long position) throws JournalException {
    Span span = Span.UNKNOWN;
    long last = position;
    boolean more = true;
    for (Segment each = from; more; ) {
      Segment after = files.after(each);
      Thinning thinning = each.thinning;
      span = span.and(new Span(thinning.samples(), thinning.from(), thinning.to()));
      last = after == null ? last : after.firstSequence - 1;
      more = after != null && after.thinning.times() == from.thinning.times();
      each = after == null ? each : after;
    }
    Gap.Loss loss = from.thinning.loss();
    long first = Math.max(position + 1, from.firstSequence);
    for (Intervals.Interval each : cursors.losses().untold(loss, first, last)) {
      boolean whole = each.first() == from.firstSequence && each.last() == last;
      Span known = whole ? span : new Span(0, span.from(), span.to());
      tell(new Losses.Piece(each.first(), each.last(), from.thinning.why(), known), loss);
    }
  }

  /** What a restore has skipped is told when the lane opens, and not again. */
  private void missing(long first, long last, Gap.Reason otherwise) throws JournalException {
    Skip skip = files.skip();
    if (skip.within(first - 1, last) > 0) {
      tell(first, skip.first() - 1, otherwise);
      tell(skip.last() + 1, last, otherwise);
    } else {
      tell(first, last, otherwise);
    }
  }

  private void tell(long first, long last, Gap.Reason otherwise) throws JournalException {
    for (Losses.Piece piece : cursors.losses().untold(first, last, otherwise)) {
      tell(piece, Gap.Loss.ALL);
    }
  }

  private void tell(Losses.Piece piece, Gap.Loss loss) throws JournalException {
    Span span = piece.span();
    teller.tell(
        new Gap(
            lane,
            piece.first(),
            piece.last(),
            loss,
            piece.reason(),
            span.samples(),
            span.from(),
            span.to()));
    cursors.losses().told(loss, piece.first(), piece.last());
    cursors.keepChanged();
    status.toldGap();
  }
}

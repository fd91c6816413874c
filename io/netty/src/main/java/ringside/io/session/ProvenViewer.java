package ringside.io.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSnapshot;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;

/** One viewer of a log: goes through its entries as the frames come that they are about. */
final class ProvenViewer {
    private static final Bytes NO_SECRET = Bytes.NONE;

    private final ViewLimits limits;
    private final ViewProof.Tally tally;
    private final List<Numbered> entries = new ArrayList<>();
    private final ViewLogEntry entry = new ViewLogEntry();
    private int next;
    private int match;
    private int player;
    private int seat;
    private int reignsFrom;
    private @Nullable ViewMaker maker;
    private boolean isLost;
    private boolean wasTorn;

    private record Numbered(int number, UnsafeBuffer bytes) {}

    ProvenViewer(final ViewLimits limits, final ViewProof.Tally tally) {
        this.limits = limits;
        this.tally = tally;
    }

    void add(final int number, final UnsafeBuffer bytes) {
        entries.add(new Numbered(number, bytes));
    }

    /** Loops write side by side: a viewer that changed its loop may have entries out of order, and one that found no room a gap. */
    void ready() {
        entries.sort(Comparator.comparingInt(Numbered::number));
        if (!entries.isEmpty()) {
            read(0);
            isLost = entry.what() != ViewLogEntry.BEGIN || entries.get(0).number() != 0;
            match = isLost ? 0 : entry.at(0);
        }
    }

    /** 0 for a viewer whose beginning is not in the log. */
    int match() {
        return match;
    }

    private void read(final int index) {
        final UnsafeBuffer bytes = entries.get(index).bytes();
        entry.wrap(bytes, 0, bytes.capacity());
    }

    /** Does what was done up to a frame, which was just computed. */
    void advance(final ProofSources from, final int frame) {
        while (next < entries.size()) {
            read(next);
            final boolean hasFrame = entry.what() >= ViewLogEntry.EFFECTS;
            if (hasFrame && entry.at(0) > frame) {
                return;
            }
            isLost |= next > 0
                    && entries.get(next).number() != entries.get(next - 1).number() + 1;
            next++;
            take(from);
        }
    }

    private void take(final ProofSources from) {
        final ViewMaker made = maker;
        if (isLost || (made == null && entry.what() != ViewLogEntry.BEGIN)) {
            tally.unproven += entry.what() == ViewLogEntry.VIEW ? 1 : 0;
            return;
        }
        switch (entry.what()) {
            case ViewLogEntry.BEGIN, ViewLogEntry.RESUME -> begin(from);
            case ViewLogEntry.ACKS -> acknowledge(made);
            case ViewLogEntry.EFFECTS, ViewLogEntry.VIEW, ViewLogEntry.TORN -> ofFrame(from, made);
            default -> isLost = true;
        }
    }

    private void begin(final ProofSources from) {
        player = entry.at(4);
        seat = MatchSnapshot.seatOf(from.type(), player);
        reignsFrom = entry.at(8);
        final HelloMessage.Resume resume = entry.has(ViewLogEntry.TOLD_BEFORE)
                ? new HelloMessage.Resume(player, NO_SECRET, 0, entry.at(12), entry.at(16), entry.at(20))
                : null;
        final ViewMaker before = maker;
        if (entry.what() == ViewLogEntry.BEGIN) {
            maker = new ViewMaker(seat, new ViewEncoder(from.wire(), from.history(), limits), resume);
        } else if (before != null) {
            before.resumed(resume);
        }
    }

    private void acknowledge(final @Nullable ViewMaker made) {
        for (int i = 0; made != null && i < entry.at(0); i++) {
            made.encoder().acknowledge(entry.at(4 + 8 * i), entry.at(8 + 8 * i));
        }
    }

    private void ofFrame(final ProofSources from, final @Nullable ViewMaker made) {
        final int frame = entry.at(0);
        if (made == null || !from.has(frame)) {
            isLost = true;
            tally.unproven += entry.what() == ViewLogEntry.VIEW ? 1 : 0;
            return;
        }
        final boolean everything = entry.has(ViewLogEntry.EVERYTHING);
        from.offerEffects(made, seat, frame, everything, reignsFrom);
        if (entry.what() == ViewLogEntry.TORN) {
            // How much of it was made before logic wrote over it is not known.
            from.encode(made, seat, frame, everything, 0, 0);
            made.encoder().reset();
            wasTorn = true;
        } else if (entry.what() == ViewLogEntry.VIEW) {
            compare(from.encode(made, seat, frame, everything, entry.at(4), entry.longAt(8)), frame);
        }
    }

    private void compare(final ViewScratch made, final int frame) {
        if (made.digest() == entry.longAt(16)) {
            tally.verified++;
            tally.bytes += made.bytes();
            return;
        }
        // What follows from other bytes is other, too.
        isLost = true;
        if (wasTorn) {
            tally.unproven++;
        } else if (tally.first == null || frame < tally.first.frame()) {
            tally.first = new ViewProof.Difference(
                    match, frame, player, entry.at(24), entry.at(28), made.bytes(), made.count());
        }
    }

    /** There are no more frames. */
    void end(final @Nullable ProofSources from) {
        if (from != null) {
            advance(from, Integer.MAX_VALUE);
        }
        for (; next < entries.size(); next++) {
            read(next);
            tally.unproven += entry.what() == ViewLogEntry.VIEW ? 1 : 0;
        }
    }
}

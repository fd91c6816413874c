package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSlot;
import ringside.snapshot.codec.ViewLimits;

/**
 * Makes the views of one epoch again, by what was logged of them and by the snapshots of a replay, and compares every digest.
 *
 * <p>First {@link #log} is told every entry of the epoch, then {@link #frame} each frame as it is computed, {@link #forgotten}
 * before a match goes, and {@link #end}. The replay keeps at least {@link #SNAPSHOTS} snapshots of each match. One thread.
 */
public final class ViewProof {
    /** Snapshots of each match that have to be at hand: of the frames that baselines may be of. */
    public static final int SNAPSHOTS = 64;

    /**
     * A view whose bytes come out otherwise.
     *
     * @param loggedBytes of its parts as they were sent, and how many there were
     * @param madeBytes of its parts as they come out here
     */
    public record Difference(
            int match, int frame, int player, long loggedBytes, int loggedParts, long madeBytes, int madeParts) {}

    private final Map<Integer, ProvenViewer> viewers = new TreeMap<>();
    private final Map<Integer, List<ProvenViewer>> byMatch = new TreeMap<>();
    private final Map<Integer, ProofSources> sources = new TreeMap<>();
    private final ViewLimits limits;
    private final ViewLogEntry entry = new ViewLogEntry();
    private final Tally tally = new Tally();

    /** What came of it so far. */
    static final class Tally {
        long verified;
        long unproven;
        long bytes;

        @Nullable
        Difference first;
    }

    public ViewProof(final ViewLimits limits) {
        this.limits = limits;
    }

    /** An entry of the log, in the order of the file. */
    public void log(final DirectBuffer from, final int offset, final int lengthBytes) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[lengthBytes]);
        copy.putBytes(0, from, offset, lengthBytes);
        entry.wrap(copy, 0, lengthBytes);
        viewers.computeIfAbsent(entry.viewer(), viewer -> new ProvenViewer(limits, tally))
                .add(entry.number(), copy);
    }

    /** All entries were logged: from here on frames come. */
    public void ready() {
        for (final ProvenViewer viewer : viewers.values()) {
            viewer.ready();
            byMatch.computeIfAbsent(viewer.match(), match -> new ArrayList<>()).add(viewer);
        }
    }

    /** A frame of a match was computed and its snapshot published. */
    public void frame(final MatchSlot slot, final int frame) {
        final List<ProvenViewer> all = byMatch.get(slot.id());
        if (all != null) {
            final ProofSources from = sourcesOf(slot);
            for (final ProvenViewer viewer : all) {
                viewer.advance(from, frame);
            }
        }
    }

    private ProofSources sourcesOf(final MatchSlot slot) {
        ProofSources known = sources.get(slot.id());
        if (known == null || !known.isOf(slot)) {
            known = new ProofSources(slot, limits);
            sources.put(slot.id(), known);
        }
        return known;
    }

    /** A match goes: what was logged of it beyond its last frame never was. */
    public void forgotten(final int match) {
        final List<ProvenViewer> all = byMatch.remove(match);
        final ProofSources known = sources.remove(match);
        if (all != null) {
            all.forEach(viewer -> viewer.end(known));
        }
    }

    /** The epoch is over. */
    public void end() {
        for (final int match : List.copyOf(byMatch.keySet())) {
            forgotten(match);
        }
        viewers.clear();
    }

    /** Views whose every byte came out as it was sent. */
    public long verified() {
        return tally.verified;
    }

    /** Their bytes. */
    public long verifiedBytes() {
        return tally.bytes;
    }

    /** Views that cannot be made again: something that they follow from is not in the log, or their frame not in the journal. */
    public long unproven() {
        return tally.unproven;
    }

    /** The first view whose bytes are others, or null. */
    public @Nullable Difference difference() {
        return tally.first;
    }
}

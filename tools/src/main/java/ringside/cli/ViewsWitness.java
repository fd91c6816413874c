package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSlot;
import ringside.io.session.ViewProof;
import ringside.io.viewlog.ViewLogReader;
import ringside.journal.EpochStart;
import ringside.replay.EngineRecording;
import ringside.replay.Witness;
import ringside.server.ViewLogging;

/** Makes the views again that were logged beside an engine's journal, while the engine is verified. */
final class ViewsWitness implements Witness {
    private final ViewLogReader log;
    private final Path folder;
    private @Nullable ViewProof proof;
    private long verified;
    private long verifiedBytes;
    private long unproven;
    private ViewProof.@Nullable Difference difference;

    ViewsWitness(final EngineRecording recording) {
        folder = recording.journal().resolveSibling(ViewLogging.FOLDER);
        log = new ViewLogReader(folder);
        if (log.isEmpty()) {
            throw new UsageException(
                    folder + ": no views were logged here; a server logs them with viewLogMiB above 0");
        }
    }

    @Override
    public int snapshots() {
        return ViewProof.SNAPSHOTS;
    }

    @Override
    public void epoch(final EpochStart start) {
        end();
        proof = log.proofOf(start.epoch());
    }

    @Override
    public void frame(final MatchSlot slot, final int frame) {
        final ViewProof now = proof;
        if (now != null) {
            now.frame(slot, frame);
        }
    }

    @Override
    public void forgotten(final MatchSlot slot) {
        final ViewProof now = proof;
        if (now != null) {
            now.forgotten(slot.id());
        }
    }

    @Override
    public void end() {
        final ViewProof over = proof;
        proof = null;
        if (over != null) {
            over.end();
            verified += over.verified();
            verifiedBytes += over.verifiedBytes();
            unproven += over.unproven();
            difference = difference == null ? over.difference() : difference;
        }
    }

    boolean ok() {
        return difference == null;
    }

    List<String> notes() {
        return log.notes();
    }

    void writeTo(final ObjectNode out) {
        out.put("viewsVerified", verified);
        out.put("viewBytesVerified", verifiedBytes);
        out.put("viewsUnproven", unproven);
        final ViewProof.Difference first = difference;
        if (first == null) {
            out.putNull("viewDifference");
        } else {
            out.putObject("viewDifference")
                    .put("match", first.match())
                    .put("frame", first.frame())
                    .put("player", first.player())
                    .put("loggedBytes", first.loggedBytes())
                    .put("loggedParts", first.loggedParts())
                    .put("madeBytes", first.madeBytes())
                    .put("madeParts", first.madeParts());
        }
        notes().forEach(out.putArray("viewNotes")::add);
    }

    void print(final PrintWriter out) {
        final ViewProof.Difference first = difference;
        if (first == null) {
            out.printf(
                    Locale.ROOT,
                    "  every one of %,d bytes in %,d views is as it was sent (%,d views cannot be made again)%n",
                    verifiedBytes,
                    verified,
                    unproven);
        } else {
            out.printf(
                    Locale.ROOT,
                    "  VIEW DIFFERS: match %d, frame %d, player %d: %d bytes in %d parts were sent, %d bytes in %d parts are"
                            + " made here; %,d views before it are as they were sent%n",
                    first.match(),
                    first.frame(),
                    first.player(),
                    first.loggedBytes(),
                    first.loggedParts(),
                    first.madeBytes(),
                    first.madeParts(),
                    verified);
        }
        notes().forEach(note -> out.println("  " + note));
    }
}

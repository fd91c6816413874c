package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringside.layout.StateDifference;
import ringside.layout.XxHash64;
import ringside.replay.DivergencePlace;
import ringside.replay.HashCheck;
import ringside.replay.Verification;
import ringside.replay.file.MatchFile;

/**
 * What came of verifying one recording, an engine or a match file, for people and for programs.
 *
 * @param name of the recording, for people
 * @param engine its number
 * @param file where it is one
 * @param result null when it could not be read to its end
 * @param place what is known of the divergence, where there is one
 * @param problem why it could not be read; empty when it could
 * @param views what came of making them again, where that was asked for
 */
record VerifiedRecording(
        String name,
        int engine,
        @Nullable MatchFile file,
        @Nullable Verification result,
        @Nullable DivergencePlace place,
        String problem,
        @Nullable ViewsWitness views) {

    static VerifiedRecording corrupt(final String name, final int engine, final String problem) {
        return new VerifiedRecording(name, engine, null, null, null, problem, null);
    }

    boolean ok() {
        return result != null && result.ok() && (views == null || views.ok());
    }

    List<String> builds() {
        return result == null ? List.of() : result.builds();
    }

    void print(final PrintWriter out) {
        final Verification done = result;
        if (done == null) {
            out.println(problem);
            return;
        }
        final HashCheck.Divergence first = done.divergence();
        if (first != null) {
            print(out, first);
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s: every one of %,d hashed frames is as recorded (%d frames had no hash)%n"
                        + "  %,d events in %.2f s, %.0f times real time%n  final hash %s%n",
                name,
                done.framesVerified(),
                done.framesUnhashed(),
                done.eventsApplied(),
                done.elapsedNs() / 1e9,
                done.timesRealTime(),
                done.finalHashHex());
        if (done.tailLost() > 0) {
            out.printf("  TAIL LOST %d events: appended, but never synced%n", done.tailLost());
        }
        final ViewsWitness witness = views;
        if (witness != null) {
            witness.print(out);
        }
    }

    private void print(final PrintWriter out, final HashCheck.Divergence first) {
        out.printf(
                "%s: DIVERGED at match %d frame %d: recorded %s, replayed %s%n",
                name, first.match(), first.frame(), XxHash64.hex(first.recorded()), XxHash64.hex(first.replayed()));
        final DivergencePlace known = place;
        if (known == null) {
            return;
        }
        final StateDifference difference = known.place();
        if (difference != null) {
            out.printf(
                    "  %s at frame %d: recorded %s, replayed %s%n",
                    difference.place(), known.frame(), difference.one(), difference.other());
        }
        out.println("  " + known.words());
    }

    ObjectNode toJson() {
        final ObjectNode line = JsonOption.object();
        line.put("engine", engine);
        line.put("ok", ok());
        final Verification done = result;
        if (done == null) {
            line.put("problem", problem);
            return line;
        }
        line.put("framesVerified", done.framesVerified());
        line.put("framesUnhashed", done.framesUnhashed());
        line.put("eventsApplied", done.eventsApplied());
        line.put("elapsedNs", done.elapsedNs());
        line.put("timesRealTime", done.timesRealTime());
        line.put("finalHash", done.finalHashHex());
        line.put("tailLost", done.tailLost());
        final HashCheck.Divergence first = done.divergence();
        if (first == null) {
            line.putNull("divergence");
        } else {
            fill(line.putObject("divergence"), first, place);
        }
        if (views != null) {
            views.writeTo(line);
        }
        if (file != null) {
            line.put("match", file.match());
            line.put("fileHash", file.hashHex());
        }
        return line;
    }

    private static void fill(
            final ObjectNode line, final HashCheck.Divergence first, final @Nullable DivergencePlace known) {
        line.put("match", first.match());
        line.put("frame", first.frame());
        final StateDifference difference = known == null ? null : known.place();
        line.put("table", difference == null ? null : difference.table().name());
        if (difference == null || difference.row() == StateDifference.NO_ROW) {
            line.putNull("row");
        } else {
            line.put("row", difference.row());
        }
        line.put(
                "column",
                difference == null || difference.column() == null
                        ? null
                        : difference.column().name());
        line.put("recorded", XxHash64.hex(first.recorded()));
        line.put("replayed", XxHash64.hex(first.replayed()));
        line.put("recordedValue", difference == null ? null : difference.one());
        line.put("replayedValue", difference == null ? null : difference.other());
        if (known != null) {
            line.put("comparedFrame", known.frame());
            line.put("knownBy", known.how().name());
            line.put("explanation", known.words());
        }
    }
}

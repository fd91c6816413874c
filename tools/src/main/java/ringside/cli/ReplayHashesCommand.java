package ringside.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import ringside.engine.logic.MutedOutput;
import ringside.layout.XxHash64;
import ringside.replay.MatchSource;
import ringside.server.Games;

/** {@code replay hashes PATH --match M}. */
@Command(
        name = "hashes",
        description = {
            "Plays a match again and prints a line for each frame: its number and the hash that this build computes, whatever was"
                    + " recorded.",
            "Two builds play alike where these lines are the same; `replay bisect` compares them while they come."
        },
        mixinStandardHelpOptions = true)
final class ReplayHashesCommand implements Callable<Integer> {
    private static final int NO_FRAME = -1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordedMatch recorded;

    @Override
    public Integer call() {
        final MatchSource source = recorded.source();
        final PrintWriter out = spec.commandLine().getOut();
        final Lines lines = new Lines(source.match(), out);
        try (MatchSource.Playback playback = source.before(0, Games.load(), lines)) {
            while (!out.checkError() && playback.next(MatchSource.NOBODY)) {
                // As long as somebody reads.
            }
        }
        lines.print();
        return ExitCode.OK;
    }

    /** Prints a frame when the next one comes: a match that its game made fail is hashed once more, as its last frame. */
    private static final class Lines extends MutedOutput {
        private final int match;
        private final PrintWriter out;
        private int frame = NO_FRAME;
        private long hash;

        Lines(final int match, final PrintWriter out) {
            this.match = match;
            this.out = out;
        }

        @Override
        public void hashed(final int hashedMatch, final int hashedFrame, final long value, final long position) {
            if (hashedMatch == match) {
                if (hashedFrame != frame) {
                    print();
                }
                frame = hashedFrame;
                hash = value;
            }
        }

        void print() {
            if (frame != NO_FRAME) {
                out.println(frame + " " + XxHash64.hex(hash));
            }
        }
    }
}

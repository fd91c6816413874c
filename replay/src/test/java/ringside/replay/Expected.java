package ringside.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.layout.XxHash64;

/** What a recorded directory comes to, on one line: to be compared with what it came to when it was recorded. */
final class Expected {
    private Expected() {}

    /** The games of all recorded directories, in every version that they were recorded under. */
    static GameType[] games() {
        return new GameType[] {
            new GameType(new Skirmish("skirmish", 1)), new GameType(new Skirmish("skirmish", 2)),
        };
    }

    /** A replay from the very beginning. */
    static String of(final Path data) {
        final Verification cold = Server.verify(data, games());
        return "frames verified " + cold.framesVerified() + ", unhashed " + cold.framesUnhashed() + ", events "
                + cold.eventsApplied() + ", final hash " + cold.finalHashHex() + ", matches "
                + cold.lastHashes().keySet() + (cold.ok() ? "" : ", diverged");
    }

    /** The hashes of everything that an engine holds. */
    static String hashes(final FrameLoop loop) {
        final List<Long> hashes = Server.hashesOf(loop);
        return hashes.stream().map(XxHash64::hex).collect(Collectors.joining(" "));
    }
}

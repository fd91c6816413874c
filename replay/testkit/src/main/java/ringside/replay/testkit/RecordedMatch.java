package ringside.replay.testkit;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import ringside.engine.logic.GameTypes;
import ringside.layout.State;
import ringside.layout.StateDifference;
import ringside.layout.XxHash64;
import ringside.replay.DivergencePlace;
import ringside.replay.DivergenceSearch;
import ringside.replay.HashCheck;
import ringside.replay.StateAtFrame;
import ringside.replay.Verification;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.file.MatchFileVerification;

/** A recorded match, and the games of the build under test. One thread. */
public final class RecordedMatch {
    private final Path path;
    private final MatchFile file;
    private final Supplier<GameTypes> games;

    RecordedMatch(final Path path, final Supplier<GameTypes> games) {
        this.path = path;
        this.games = games;
        file = MatchFile.open(path);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What the file says of itself: frames, game, notes. */
    public MatchFileHeader header() {
        return file.header();
    }

    /** The state at a frame, as the build under test plays it. */
    public State state(final int frame) {
        return StateAtFrame.find(file, games.get(), frame).state();
    }

    /** Plays it with every hash compared. Throws an {@link AssertionError} that names the first frame that differs. */
    public void verify() {
        final Verification result = MatchFileVerification.of(file, games.get(), System::nanoTime, part -> {});
        final HashCheck.Divergence first = result.divergence();
        if (first != null) {
            Assertions.fail(words(first, DivergenceSearch.in(file, games.get(), first)));
        }
    }

    private String words(final HashCheck.Divergence first, final DivergencePlace known) {
        final StringBuilder words = new StringBuilder();
        words.append(path.getFileName())
                .append(": DIVERGED at match ")
                .append(first.match())
                .append(" frame ")
                .append(first.frame());
        final StateDifference place = known.place();
        if (place != null) {
            words.append(": ")
                    .append(place.place())
                    .append(known.frame() == first.frame() ? "" : " at frame " + known.frame())
                    .append(" was ")
                    .append(place.one())
                    .append(" when it was recorded, is ")
                    .append(place.other());
        }
        final String notes = String.join("; ", header().notes());
        return words.append(" (")
                .append(known.words())
                .append("); recorded hash ")
                .append(XxHash64.hex(first.recorded()))
                .append(", replayed ")
                .append(XxHash64.hex(first.replayed()))
                .append(notes.isEmpty() ? "" : "; notes: " + notes)
                .toString();
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}

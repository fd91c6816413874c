package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.layout.StateDifference;
import ringside.replay.Comparison;
import ringside.replay.ReplayException;
import ringside.replay.Verification;
import ringside.replay.file.ForkPlan;
import ringside.replay.file.InputChange;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.file.MatchFileVerification;
import ringside.replay.file.MatchFork;
import ringside.server.Games;

/** {@code replay fork PATH --match M --frame N}. */
@Command(
        name = "fork",
        description = {
            "Plays a recorded match up to a frame as it was and on from there otherwise: with an input dropped, changed or added."
                    + " What comes of it is a match file that verifies like any other.",
            "",
            "Players are told by the numbers that `journal dump` prints, fields of inputs by their names there. What is not named"
                    + " stays as it was recorded. An added input counts with whatever else its player sent for that frame, as a"
                    + " second packet would. An input that came before its frame waited in the match: where it is dropped or changed,"
                    + " that differs from then on, and the game from its frame on.",
            "",
            "--then says who plays on from the fork: recorded, everybody as before (if nothing else is said); script, nobody but"
                    + " what --add, --set and --script say; bots, all players are removed and the game's bots take their places, as"
                    + " far as its rules have bots.",
            "",
            "A script has a change a line: FRAME drop PLAYER, FRAME set player=P,field=value, FRAME add player=P,field=value."
                    + " What follows a # is a remark.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ringside replay fork bug.match --frame 3000 --drop 2",
            "  ringside replay fork data --match 7 --frame 3000 \\",
            "      --set player=2,fire=false -o held-fire.match",
            "  ringside replay fork bug.match --frame 3000 --then bots --to 6000"
        },
        mixinStandardHelpOptions = true)
final class ReplayForkCommand implements Callable<Integer> {
    @Mixin
    private RecordedMatch recorded;

    @Option(names = "--frame", paramLabel = "N", required = true, description = "Where it goes another way.")
    private int frame;

    @Option(names = "--drop", paramLabel = "PLAYER", description = "Leaves out that player's inputs for the frame.")
    private List<String> drop = List.of();

    @Option(
            names = "--set",
            paramLabel = "CHANGE",
            description = "player=P,field=value: other values in that player's input.")
    private List<String> set = List.of();

    @Option(names = "--add", paramLabel = "INPUT", description = "player=P,field=value: one more input for the frame.")
    private List<String> add = List.of();

    @Option(names = "--script", paramLabel = "FILE", description = "Changes for this frame and later ones.")
    private @Nullable Path script;

    @Option(
            names = "--then",
            paramLabel = "WHO",
            defaultValue = "recorded",
            description = "Who plays on: recorded, script or bots (${DEFAULT-VALUE}).")
    private ForkPlan.Then then;

    @Option(names = "--to", paramLabel = "F", description = "The last frame (that of the recording).")
    private @Nullable Integer to;

    @Mixin
    private WrittenMatch written;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        final ForkPlan plan = plan();
        try (OwnFolder folder = OwnFolder.named("ringside-fork")) {
            return fork(recorded.fileIn(folder.path(), part -> {}), plan);
        }
    }

    private ForkPlan plan() throws IOException {
        try {
            final List<InputChange> changes = new ArrayList<>();
            drop.forEach(words -> changes.add(InputChange.parse(InputChange.Kind.DROP, frame, words)));
            set.forEach(words -> changes.add(InputChange.parse(InputChange.Kind.SET, frame, words)));
            add.forEach(words -> changes.add(InputChange.parse(InputChange.Kind.ADD, frame, words)));
            if (script != null) {
                changes.addAll(InputChange.script(Files.readAllLines(script)));
            }
            return new ForkPlan(frame, changes, then, to == null ? Integer.MAX_VALUE : to);
        } catch (final ReplayException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private int fork(final MatchFile source, final ForkPlan plan) throws IOException {
        final Path file = written.fileOr(Path.of("match-" + source.match() + "-fork-" + frame + MatchFile.SUFFIX));
        final List<String> said = new ArrayList<>();
        said.add("forked at frame " + frame + " from "
                + recorded.path().toAbsolutePath().getFileName() + ", contents " + source.hashHex());
        plan.changes().forEach(change -> said.add("fork: " + change));
        if (then != ForkPlan.Then.RECORDED) {
            said.add("fork: from there on " + then.name().toLowerCase(Locale.ROOT));
        }
        said.addAll(written.notes());
        final MatchFileHeader header;
        try {
            header = MatchFork.run(source, Games.load(), plan, said, file);
        } catch (final ReplayException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        final MatchFile fork = MatchFile.open(file);
        final Verification proof = MatchFileVerification.of(fork, Games.load(), System::nanoTime, part -> {});
        final Comparison comparison = Comparison.of(source, fork, Games.load(), 0, frames -> {});
        if (json.isOn()) {
            json.print(toJson(file, fork, header, proof, comparison));
        } else {
            print(file, header, proof, comparison);
        }
        return proof.ok() ? ExitCode.OK : ExitCode.FALSE;
    }

    private void print(
            final Path file, final MatchFileHeader header, final Verification proof, final Comparison comparison) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "%s: match %d of %s, frames %,d to %,d, %,d events; %s%n",
                        file,
                        header.match(),
                        header.game(),
                        header.firstFrame(),
                        header.lastFrame(),
                        header.events(),
                        proof.ok() ? "verified" : "DOES NOT VERIFY: this build does not play the same each time");
        if (to != null && header.lastFrame() < to && !header.isOver()) {
            json.out()
                    .println("  the match stands still from frame " + header.lastFrame() + " on: it waits for players"
                            + (then == ForkPlan.Then.BOTS ? ", for its rules have no bots" : ""));
        }
        final Comparison.Difference first = comparison.difference();
        if (first == null) {
            json.out().println("  no frame differs from the recording: what was changed made no difference");
        } else {
            final StateDifference place = first.place();
            json.out()
                    .println("  the first frame that differs from the recording is " + first.frame()
                            + (place == null
                                    ? ""
                                    : ": " + place.place() + " is " + place.other() + ", was " + place.one()));
        }
    }

    private static ObjectNode toJson(
            final Path file,
            final MatchFile fork,
            final MatchFileHeader header,
            final Verification proof,
            final Comparison comparison) {
        final ObjectNode result = JsonOption.object();
        result.put("ok", proof.ok());
        result.put("file", file.toString());
        result.put("fileHash", fork.hashHex());
        result.put("match", header.match());
        result.put("firstFrame", header.firstFrame());
        result.put("lastFrame", header.lastFrame());
        result.put("events", header.events());
        result.put("isOver", header.isOver());
        final Comparison.Difference first = comparison.difference();
        if (first == null) {
            result.putNull("firstDifferentFrame");
        } else {
            result.put("firstDifferentFrame", first.frame());
            result.put("place", first.place() == null ? null : first.place().place());
        }
        return result;
    }
}

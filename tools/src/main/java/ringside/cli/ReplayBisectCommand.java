package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.replay.LastEvents;
import ringside.replay.ReplayException;
import ringside.server.Games;

/** {@code replay bisect PATH --match M --jar A --jar B}. */
@Command(
        name = "bisect",
        description = {
            "Plays one recording under two builds and names the first frame, table, row and column in which they part, with both"
                    + " values and the last events of the match before.",
            "",
            "Each build is a jar with these verbs in it, and plays in a process of its own; their hashes are compared frame by frame"
                    + " while they come. What was recorded does not matter: both builds may be newer than the recording. Of more than"
                    + " two jars, oldest first, it finds the first that plays otherwise than the one before it.",
            "",
            "The same jar twice tells whether a build plays the same each time.",
            "",
            "Exit status 0 when they play alike, 1 when they part, 2 when one of them cannot play it: its layout or logicVersion is"
                    + " another, as it says itself."
        },
        footer = {
            "",
            "Examples:",
            "  ringside replay bisect bug.match --with ../last-week/ringside.jar",
            "  ringside replay bisect data --match 7 --jar monday.jar --jar tuesday.jar --jar today.jar"
        },
        mixinStandardHelpOptions = true)
final class ReplayBisectCommand implements Callable<Integer> {
    @Mixin
    private RecordedMatch recorded;

    @Option(names = "--jar", paramLabel = "JAR", description = "A build; two or more, oldest first.")
    private List<Path> jars = List.of();

    @Option(names = "--with", paramLabel = "JAR", description = "That build, and this one here.")
    private @Nullable Path with;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the match's last events to tell (${DEFAULT-VALUE}).")
    private int events;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (events < 0) {
            throw new UsageException("--events: " + events + " is below 0");
        }
        // Says at once what is wrong with the path, rather than in the words of a process.
        recorded.source();
        final List<OtherBuild> builds = builds();
        int before = 0;
        int after = builds.size() - 1;
        BuildsApart found = compare(builds, before, after);
        while (!found.areAlike() && after - before > 1) {
            final int middle = (before + after) / 2;
            if (compare(builds, 0, middle).areAlike()) {
                before = middle;
            } else {
                after = middle;
            }
            found = compare(builds, before, after);
        }
        tell(builds.get(before), builds.get(after), found);
        return found.areAlike() ? ExitCode.OK : ExitCode.FALSE;
    }

    private List<OtherBuild> builds() {
        final List<OtherBuild> builds = new ArrayList<>();
        jars.forEach(jar -> builds.add(OtherBuild.of(jar)));
        if (with != null) {
            builds.add(OtherBuild.of(with));
            builds.add(OtherBuild.itself());
        }
        if (builds.size() < 2) {
            throw new UsageException("say which builds: --jar A --jar B, or --with OTHER for that one and this one");
        }
        return builds;
    }

    private BuildsApart compare(final List<OtherBuild> builds, final int one, final int other) {
        if (!json.isOn()) {
            json.err().println("playing under " + builds.get(one) + " and " + builds.get(other));
            json.err().flush();
        }
        return BuildsApart.of(builds.get(one), builds.get(other), recorded.words());
    }

    /** What led there: told by this build, as far as it carries the game. */
    private List<String> lastEvents(final int frame) {
        try {
            return LastEvents.before(recorded.source(), Games.load(), frame, events);
        } catch (final ReplayException e) {
            return List.of("not known: " + e.getMessage());
        }
    }

    private void tell(final OtherBuild one, final OtherBuild other, final BuildsApart found) {
        if (json.isOn()) {
            json.print(toJson(one, other, found));
            return;
        }
        if (found.areAlike()) {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "alike: %,d frames play the same under %s and %s%n",
                            found.framesCompared(),
                            one,
                            other);
            return;
        }
        json.out()
                .printf(
                        Locale.ROOT,
                        "APART at frame %d (%,d frames compared)%n  A is %s%n  B is %s%n",
                        found.frame(),
                        found.framesCompared(),
                        one,
                        other);
        final BuildsApart.Place place = found.place(one, other, recorded.words());
        if (place != null) {
            json.out().printf("  %s%n    A  %s%n    B  %s%n", place, place.one(), place.other());
        } else if (found.hashes().contains("")) {
            json.out()
                    .println("  only " + (found.hashes().get(0).isEmpty() ? "B" : "A")
                            + " plays this frame: under the other the match was over, or stood still");
        } else {
            json.out()
                    .println("  every value is equal: how often rows were removed differs, or one of the builds"
                            + " does not play the same each time");
        }
        json.out().println("the last events of the match before:");
        lastEvents(found.frame()).forEach(event -> json.out().println("    " + event));
    }

    private ObjectNode toJson(final OtherBuild one, final OtherBuild other, final BuildsApart found) {
        final ObjectNode result = JsonOption.object();
        result.put("ok", found.areAlike());
        result.put("jarA", one.name());
        result.put("jarB", other.name());
        result.put("framesCompared", found.framesCompared());
        if (found.areAlike()) {
            result.putNull("difference");
            return result;
        }
        final ObjectNode difference = result.putObject("difference");
        difference.put("frame", found.frame());
        final BuildsApart.Place place = found.place(one, other, recorded.words());
        difference.put("table", place == null ? null : place.table());
        if (place == null || place.row() < 0) {
            difference.putNull("row");
        } else {
            difference.put("row", place.row());
        }
        difference.put("column", place == null ? null : place.column());
        difference.put("a", place == null ? null : place.one());
        difference.put("b", place == null ? null : place.other());
        difference.put("hashA", found.hashes().get(0));
        difference.put("hashB", found.hashes().get(1));
        final ArrayNode last = difference.putArray("events");
        lastEvents(found.frame()).forEach(last::add);
        return result;
    }
}

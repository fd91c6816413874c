package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.engine.logic.EngineState;
import ringside.journal.JournalException;
import ringside.layout.XxHash64;
import ringside.replay.DivergencePlace;
import ringside.replay.DivergenceSearch;
import ringside.replay.EngineRecording;
import ringside.replay.HashCheck;
import ringside.replay.SpreadVerification;
import ringside.replay.Verification;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileVerification;
import ringside.server.Build;
import ringside.server.Games;

/** {@code replay verify PATH...}. */
@Command(
        name = "verify",
        description = {
            "Runs recordings again from their beginning and compares every recorded hash, on all cores: engines and files at the same"
                    + " time, and the matches of an engine spread over the cores that are left. What it says does not follow from how"
                    + " many they are. A folder without a data directory stands for the match files in it.",
            "",
            "Of a divergence it says match, frame and both hashes, and table, row, column and both values where they can be found"
                    + " out: from this build playing the frame in several ways, from the one value that gives the recorded hash,"
                    + " from a state that was stored of that frame or of a later one. Where it cannot be known, it says so; then"
                    + " `replay bisect` with the build that recorded it does.",
            "",
            "Exit status 1 on the first frame that differs, and on corruption."
        },
        footer = {"", "Examples:", "  ringside replay verify data", "  ringside replay verify bug.match recordings/"},
        mixinStandardHelpOptions = true)
final class ReplayVerifyCommand implements Callable<Integer> {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Data directories, files that `replay export` wrote, or folders of them.")
    private List<Path> paths;

    @Option(names = "--engine", paramLabel = "K", description = "Only this engine of a data directory.")
    private @Nullable Integer engine;

    @Option(names = "--match", paramLabel = "M", description = "Only this match: others diverge unheard.")
    private @Nullable Integer match;

    @Option(
            names = "--views",
            description =
                    "Also make every view again that was logged beside a journal (setting viewLogMiB), and compare its bytes.")
    private boolean views;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads play (one a core).")
    private @Nullable Integer threads;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads != null && threads < 1) {
            throw new UsageException("--threads " + threads + ": at least one is needed");
        }
        if (views && match != null) {
            throw new UsageException("--views goes through all matches of an engine: leave --match out");
        }
        final List<Recorded> works = new ArrayList<>();
        for (final Path path : paths) {
            addWorks(path, works);
        }
        final List<VerifiedRecording> all = verifyAll(works);
        warnOfOtherBuilds(all);
        final boolean ok = all.stream().allMatch(VerifiedRecording::ok);
        if (json.isOn()) {
            json.print(all.size() == 1 ? all.get(0).toJson() : together(all, ok));
        } else {
            all.forEach(each -> each.print(json.out()));
            if (ok && all.size() > 1) {
                tellTogether(all);
            }
        }
        return ok ? ExitCode.OK : ExitCode.FALSE;
    }

    /** A recording that can be verified on any thread. */
    private interface Recorded {
        VerifiedRecording verify(int ownThreads, DoubleConsumer progress);
    }

    private void addWorks(final Path path, final List<Recorded> works) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            requireNoViews(path);
            final MatchFile file = MatchFile.open(path);
            if (match != null && match != file.match()) {
                throw new UsageException("--match " + match + ": " + path + " holds match " + file.match());
            }
            works.add((one, progress) -> verify(file, progress));
        } else if (!Files.exists(path)) {
            throw new UsageException(path + ": is not there");
        } else if (EngineRecording.isIn(path) || matchFiles(path).isEmpty()) {
            final List<EngineRecording> engines = match == null
                    ? RecordedPath.engines(path, engine)
                    : List.of(RecordedPath.engineOf(path, engine, match));
            for (final EngineRecording recording : engines) {
                works.add((most, progress) -> verify(recording, most, progress));
            }
        } else {
            for (final Path each : matchFiles(path)) {
                requireNoViews(each);
                final MatchFile file = MatchFile.open(each);
                works.add((one, progress) -> verify(file, progress));
            }
        }
    }

    private void requireNoViews(final Path file) {
        if (views) {
            throw new UsageException("--views: " + file
                    + " is a file of one match, and views are logged beside a journal:" + " give the data directory");
        }
    }

    private static List<Path> matchFiles(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(MatchFile::isOne).sorted().toList();
        }
    }

    private List<VerifiedRecording> verifyAll(final List<Recorded> works) throws InterruptedException {
        final ProgressLine line = new ProgressLine(json.err(), "verifying");
        final PartsDone progress = new PartsDone(works.size(), json.isOn() ? part -> {} : line);
        final int most = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        final ExecutorService cores = Executors.newFixedThreadPool(Math.max(1, Math.min(most, works.size())));
        try {
            final List<Future<VerifiedRecording>> running = new ArrayList<>();
            for (int i = 0; i < works.size(); i++) {
                final Recorded work = works.get(i);
                final DoubleConsumer told = progress.of(i);
                running.add(cores.submit(() -> work.verify(Math.max(1, most / works.size()), told)));
            }
            final List<VerifiedRecording> all = new ArrayList<>();
            for (final Future<VerifiedRecording> each : running) {
                all.add(each.get());
            }
            return all;
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("verifying stopped", e);
        } finally {
            cores.shutdownNow();
            line.end();
        }
    }

    private VerifiedRecording verify(
            final EngineRecording recording, final int ownThreads, final DoubleConsumer progress) {
        final String name = match == null ? "engine " + recording.engine() : "match " + match;
        final ViewsWitness witness = views ? new ViewsWitness(recording) : null;
        final Verification result;
        try {
            if (witness != null) {
                result = Verification.of(recording, Games.load(), witness, System::nanoTime, progress);
            } else if (match != null) {
                result = SpreadVerification.ofMatch(
                        recording, Games::load, match, ownThreads, System::nanoTime, progress);
            } else {
                result = SpreadVerification.of(recording, Games::load, ownThreads, System::nanoTime, progress);
            }
        } catch (final JournalException e) {
            if (e.code() != JournalException.Code.CORRUPT) {
                throw e;
            }
            return VerifiedRecording.corrupt(name, recording.engine(), String.valueOf(e.getMessage()));
        }
        final HashCheck.Divergence first = result.divergence();
        final DivergencePlace place = first == null ? null : DivergenceSearch.in(recording, Games.load(), first);
        return new VerifiedRecording(name, recording.engine(), null, result, place, "", witness);
    }

    private VerifiedRecording verify(final MatchFile file, final DoubleConsumer progress) {
        final Verification result = MatchFileVerification.of(file, Games.load(), System::nanoTime, progress);
        final HashCheck.Divergence first = result.divergence();
        final DivergencePlace place = first == null ? null : DivergenceSearch.in(file, Games.load(), first);
        final boolean isAlone = paths.size() == 1 && !Files.isDirectory(paths.get(0));
        final String name = "match " + file.match() + (isAlone ? "" : " of " + file);
        return new VerifiedRecording(name, file.header().engine(), file, result, place, "", null);
    }

    private void warnOfOtherBuilds(final List<VerifiedRecording> all) {
        all.stream()
                .flatMap(each -> each.builds().stream())
                .distinct()
                .filter(build -> !build.equals(Build.version()))
                .forEach(build -> json.err()
                        .println("ringside: recorded by build " + build + ", this is " + Build.version()
                                + "; layout and logicVersion agree, so it replays"));
    }

    /** Whether these are the engines of one data directory, whose matches have numbers of their own. */
    private boolean isOneDirectory(final List<VerifiedRecording> all) {
        return paths.size() == 1 && all.stream().allMatch(each -> each.file() == null);
    }

    private static long finalHash(final List<VerifiedRecording> all) {
        final SortedMap<Integer, Long> lastHashes = new TreeMap<>();
        for (final VerifiedRecording each : all) {
            final Verification result = each.result();
            if (result != null) {
                lastHashes.putAll(result.lastHashes());
            }
        }
        return EngineState.finalHash(lastHashes);
    }

    private void tellTogether(final List<VerifiedRecording> all) {
        if (isOneDirectory(all)) {
            json.out().println("final hash of all engines " + XxHash64.hex(finalHash(all)));
        } else {
            json.out().println(all.size() + " recordings, all as recorded");
        }
    }

    /** What was found in several recordings, as if they were one, and each for itself. */
    private ObjectNode together(final List<VerifiedRecording> all, final boolean ok) {
        final ObjectNode result = JsonOption.object();
        final ArrayNode lines = JsonOption.object().putArray("recordings");
        all.forEach(each -> lines.add(each.toJson()));
        result.put("ok", ok);
        for (final String sum : List.of("framesVerified", "framesUnhashed", "eventsApplied", "elapsedNs", "tailLost")) {
            long value = 0;
            for (int i = 0; i < lines.size(); i++) {
                value += lines.get(i).path(sum).asLong();
            }
            result.put(sum, value);
        }
        result.put("finalHash", isOneDirectory(all) ? XxHash64.hex(finalHash(all)) : null);
        result.putNull("divergence");
        double timesRealTime = Double.MAX_VALUE;
        boolean isTold = false;
        for (int i = 0; i < lines.size(); i++) {
            timesRealTime =
                    Math.min(timesRealTime, lines.get(i).path("timesRealTime").asDouble());
            if (!all.get(i).ok() && !isTold) {
                isTold = true;
                result.set("divergence", lines.get(i).path("divergence"));
                result.put("problem", all.get(i).problem());
            }
        }
        result.put("timesRealTime", timesRealTime);
        result.set(isOneDirectory(all) ? "engines" : "recordings", lines);
        return result;
    }
}

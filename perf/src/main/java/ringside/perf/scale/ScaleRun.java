package ringside.perf.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;
import ringside.perf.TraceRecords;
import ringside.perf.pauses.PauseLog;
import ringside.perf.pauses.Pauses;

/** One run, from the first match to the proof of what was shown. Reads top to bottom. */
final class ScaleRun {
    private static final int SAMPLED_CLIENTS = 20;
    private static final long LOOK_NS = 20_000_000;
    private static final long PROGRESS_NS = 5_000_000_000L;
    private static final long END_LIMIT_NS = 20_000_000_000L;

    private final ScalePlan plan;
    private final Consumer<String> progress;

    ScaleRun(final ScalePlan plan, final Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs it in an empty directory.
     *
     * @param profile where a recording of the measured time goes, or null
     */
    ScaleResult run(final Path directory, final @Nullable Path profile) {
        final FrameTimes times = new FrameTimes(plan.mostFrames());
        final ScaleResult.Builder result = new ScaleResult.Builder(plan, times);
        try (ArenaEngine engine = new ArenaEngine(plan, directory, times)) {
            progress.accept(
                    plan.matches() + " matches, " + plan.players() + " players seated; working out " + "the trace");
            final TraceRecords trace = new TraceRecords(engine.type().layout(), plan.players());
            final List<ViewStage> stages = new ArrayList<>();
            for (int i = 0; i < plan.viewThreads(); i++) {
                stages.add(new ViewStage(plan, engine, i));
            }
            final ViewProof proof = new ViewProof(plan, engine.type());
            proof.record(SAMPLED_CLIENTS, stages, engine.matches());
            play(engine, trace, stages, profile, directory.resolveSibling("pauses.log"), result);
            progress.accept("checking what " + proof.clients() + " clients were shown");
            proof.check();
            result.proof(proof);
        }
        result.journalBytes(journalBytes(directory));
        return result.build();
    }

    private void play(
            final ArenaEngine engine,
            final TraceRecords trace,
            final List<ViewStage> stages,
            final @Nullable Path profile,
            final Path pauseFile,
            final ScaleResult.Builder result) {
        System.gc();
        final List<NamedThread> threads = new ArrayList<>(engine.threads());
        final List<Thread> viewThreads = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            viewThreads.add(start("scale-views-" + i, stages.get(i)));
        }
        viewThreads.forEach(thread -> threads.add(new NamedThread(NamedThread.VIEWS, thread)));
        final long firstDueNs = engine.begin();
        final InputLoad load =
                new InputLoad(plan, trace, engine.graph(), engine.seats(), firstDueNs, engine::skippedFrames);
        final Thread loadThread = start("scale-load", load);
        threads.add(new NamedThread(NamedThread.LOAD, loadThread));

        // The recording begins here: its start has the JVM compile much again. Only the window is looked at.
        try (Profile recording = Profile.startOrNot(profile);
                PauseLog pauses = new PauseLog(pauseFile)) {
            waitUntil(firstDueNs + plan.warmupSeconds() * 1_000_000_000L, engine, stages, "warming up");
            recording.beginWindow();
            load.takeLateness();
            final long beganNs = PauseLog.uptimeNs();
            final Reading begin = Reading.take(engine, stages, load, threads);
            waitUntil(begin.atNs() + plan.seconds() * 1_000_000_000L, engine, stages, "measuring");
            final Reading end = Reading.take(engine, stages, load, threads);
            final Pauses held = new Pauses(pauses.between(beganNs, PauseLog.uptimeNs()));
            result.window(begin, end, load.takeLateness(), held);
            recording.stop();
        }
        load.stop();
        Threads.join(loadThread);
        engine.stopClock();
        awaitViews(engine, stages);
        stages.forEach(ViewStage::stop);
        viewThreads.forEach(Threads::join);
        requireAlive(engine, stages);
        result.ended(stages);
    }

    private static Thread start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void waitUntil(
            final long untilNs, final ArenaEngine engine, final List<ViewStage> stages, final String what) {
        long nowNs = System.nanoTime();
        long toldNs = nowNs;
        while (nowNs < untilNs) {
            requireAlive(engine, stages);
            engine.drainAnswers();
            if (nowNs - toldNs > PROGRESS_NS) {
                toldNs = nowNs;
                progress.accept(what + ": frame " + engine.lastFrame() + ", views of "
                        + stages.get(0).doneFrame() + ", skipped frames " + engine.skippedFrames() + ", skipped views "
                        + stages.stream().mapToLong(ViewStage::skipped).sum() + ", "
                        + (untilNs - nowNs) / 1_000_000_000L + " s left");
            }
            LockSupport.parkNanos(Math.min(LOOK_NS, untilNs - nowNs));
            nowNs = System.nanoTime();
        }
    }

    private static void requireAlive(final ArenaEngine engine, final List<ViewStage> stages) {
        engine.requireRunning();
        for (final ViewStage stage : stages) {
            final Throwable cause = stage.failure();
            if (cause != null) {
                throw new RunFailedException("views could not be made: " + cause, cause);
            }
        }
    }

    private static void awaitViews(final ArenaEngine engine, final List<ViewStage> stages) {
        final long limitNs = System.nanoTime() + END_LIMIT_NS;
        for (final ViewStage stage : stages) {
            while (stage.doneFrame() < engine.lastFrame()) {
                requireAlive(engine, stages);
                if (System.nanoTime() > limitNs) {
                    throw new RunFailedException("the last views were not made within 20 s");
                }
                LockSupport.parkNanos(LOOK_NS);
            }
        }
    }

    private static long journalBytes(final Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            long bytes = 0;
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".cq4")) {
                    bytes += Files.size(file);
                }
            }
            return bytes;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package ringside.server;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.logic.EngineState;
import ringside.engine.logic.InSyncSet.Member;
import ringside.io.session.EdgePump;
import ringside.journal.DataDirectory;

/**
 * The engines of a server, numbered from 0. A match lives in one of them for ever, and its number says in which, so that an
 * event finds its way by its match alone.
 */
final class Engines implements EventPort, AutoCloseable {
    private final List<EngineHost> hosts;

    private Engines(final List<EngineHost> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /** Recovers and opens all of them, as many at once as there are cores. */
    static Engines open(final ServerSettings settings, final DataDirectory data, final EngineListener listener) {
        final int count = settings.whole(ServerSetting.ENGINES);
        final int atOnce = Math.min(count, Runtime.getRuntime().availableProcessors());
        // Once for all of them: the first start draws it.
        final Member self = MemberFile.of(settings);
        final ExecutorService workers = Executors.newFixedThreadPool(atOnce, Engines::recoveryThread);
        try {
            final List<Future<OpenedEngine>> opening = new ArrayList<>();
            for (int engine = 0; engine < count; engine++) {
                final int number = engine;
                // A game is never shared by two engines.
                final CompletableFuture<OpenedEngine> result = new CompletableFuture<>();
                workers.execute(() -> open(settings, data, number, self, result));
                opening.add(result);
            }
            return of(settings, awaitAll(opening), listener);
        } finally {
            workers.shutdown();
        }
    }

    /** Lets engines live that were opened. Their journals are closed when that fails. */
    static Engines of(final ServerSettings settings, final List<OpenedEngine> opened, final EngineListener listener) {
        final List<EngineHost> hosts = new ArrayList<>();
        try {
            requireOneRate(opened);
            for (final OpenedEngine each : opened) {
                hosts.add(new EngineHost(settings, each, listener));
            }
            return new Engines(hosts);
        } catch (final RuntimeException | Error e) {
            hosts.forEach(host -> Closing.after(e, host));
            opened.subList(hosts.size(), opened.size()).forEach(each -> Closing.after(e, each.journal()));
            throw e;
        }
    }

    /** Daemons: one whose game does not return must not keep the process. */
    private static Thread recoveryThread(final Runnable work) {
        final Thread thread = new Thread(work, "ringside-recovery");
        thread.setDaemon(true);
        return thread;
    }

    private static void open(
            final ServerSettings settings,
            final DataDirectory data,
            final int number,
            final Member self,
            final CompletableFuture<OpenedEngine> result) {
        try {
            final OpenedEngine opened =
                    OpenedEngine.open(settings, data, number, Games.load(), self, result::completeExceptionally);
            if (!result.complete(opened)) {
                opened.journal().close();
            }
        } catch (final RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** All that were asked for, or none: when one cannot be had the others are given back. */
    private static List<OpenedEngine> awaitAll(final List<Future<OpenedEngine>> opening) {
        final List<OpenedEngine> opened = new ArrayList<>();
        Throwable failure = null;
        for (final Future<OpenedEngine> each : opening) {
            try {
                opened.add(each.get());
            } catch (final ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new IllegalStateException("interrupted while the engines were recovered", e);
            }
        }
        if (failure == null) {
            return opened;
        }
        for (final OpenedEngine each : opened) {
            Closing.after(failure, each.journal());
        }
        if (failure instanceof final Error error) {
            throw error;
        }
        throw failure instanceof final RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    /** Clients are told one frame rate for all matches. */
    private static void requireOneRate(final List<OpenedEngine> opened) {
        final int hz = opened.get(0).loop().memory().settings().hz();
        for (final OpenedEngine each : opened) {
            final int other = each.loop().memory().settings().hz();
            if (other != hz) {
                throw ServerException.configuration("engine " + each.recording().engine() + " runs at hz = " + other
                        + " and engine 0 at " + hz + ": give the rate of the one that was recorded");
            }
        }
    }

    List<EngineHost> all() {
        return hosts;
    }

    EngineHost of(final int match) {
        return hosts.get(MatchNumbers.engineOf(match, hosts.size()));
    }

    @Override
    public boolean offer(final Event event) {
        return of(event.match()).port().offer(event);
    }

    long safePosition(final int match) {
        return of(match).safePosition();
    }

    List<EdgePump.Source> sources() {
        return hosts.stream().map(EngineHost::source).toList();
    }

    /** The reign under which the server serves: the highest of its engines'. Rises with every start, as all of theirs do. */
    long epoch() {
        return hosts.stream().mapToLong(EngineHost::epoch).max().orElse(0);
    }

    int hz() {
        return hosts.get(0).hz();
    }

    /** The highest number of a match that they hold. Before time passes. */
    int highestMatch() {
        return hosts.stream().mapToInt(EngineHost::highestMatch).max().orElse(0);
    }

    /** FRAMEs completed since the start by the engine that completed most. */
    long framesDone() {
        return hosts.stream().mapToLong(EngineHost::framesDone).max().orElse(0);
    }

    long skippedFrames() {
        return hosts.stream().mapToLong(EngineHost::skippedFrames).sum();
    }

    /** True when one of them was given up. */
    boolean isAnyAbandoned() {
        return hosts.stream().anyMatch(EngineHost::isAbandoned);
    }

    /** Matches that the engines remember. */
    int matches() {
        return hosts.stream().mapToInt(EngineHost::heldMatches).sum();
    }

    /** The last hashes of all matches, combined in match order. Only after {@link #close}. */
    long finalHash() {
        final SortedMap<Integer, Long> all = new TreeMap<>();
        hosts.forEach(host -> all.putAll(host.lastHashes()));
        return EngineState.finalHash(all);
    }

    @Override
    public void close() {
        Closing.all(hosts);
    }
}

package ringside.simulator;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException;
import ringside.replay.ReplayException;
import ringside.simulator.disk.DiskWatch;
import ringside.simulator.disk.SimDisk;
import ringside.simulator.disk.SimFileSystem;

/** A server's machine: a disk, clocks, and a process that dies now and then and is started again. */
final class Machine implements DiskWatch {
    private static final int SMALL_DISK_BYTES = 3 << 20;
    private static final long MORE_BYTES = 8 << 20;

    /** Pieces smaller than the sector in which both slots of a mark lie. */
    private static final int FINELY = 8;

    private final Kernel kernel;
    private final Chance chance;
    private final SimNetwork network;
    private final Checker checker;
    private final String host;
    private final SimDisk disk = new SimDisk();
    private final SimClock clock;
    private final Mutation mutation;
    private Faults faults;
    private @Nullable ServerProcess process;
    private boolean isDying;
    private boolean mustLosePower;
    private boolean isStarting;
    private long frozenUntilNs;
    /** What the process that died last had appended, and what it had synced. */
    private long appendedPosition = -1;

    private long syncedPosition = -1;

    private boolean hasLostPower;
    private boolean isDamaged;
    private boolean isHealed;
    private @Nullable String halt;
    private int starts;
    private int deaths;

    Machine(
            final Kernel kernel,
            final Chance chance,
            final SimNetwork network,
            final Checker checker,
            final String host,
            final Faults faults,
            final Mutation mutation) {
        this.kernel = kernel;
        this.chance = chance;
        this.network = network;
        this.checker = checker;
        this.host = host;
        this.faults = faults;
        this.mutation = mutation;
        clock = new SimClock(kernel, chance);
        if (mutation == Mutation.NO_SYNC) {
            disk.ignoreSyncs();
        } else if (mutation == Mutation.NO_FOLDER_SYNC) {
            disk.ignoreFolderSyncs();
        }
        if (faults.isDiskSmall()) {
            disk.capacityBytes(SMALL_DISK_BYTES);
        }
    }

    Kernel kernel() {
        return kernel;
    }

    Chance chance() {
        return chance;
    }

    SimNetwork network() {
        return network;
    }

    Checker checker() {
        return checker;
    }

    String host() {
        return host;
    }

    SimClock clock() {
        return clock;
    }

    SimDisk disk() {
        return disk;
    }

    Mutation mutation() {
        return mutation;
    }

    Faults faults() {
        return faults;
    }

    /** Why it does not start any more, by name; null while it does. */
    @Nullable
    String halt() {
        return halt;
    }

    @Nullable
    ServerProcess process() {
        return process;
    }

    int starts() {
        return starts;
    }

    int deaths() {
        return deaths;
    }

    boolean isUp() {
        return process != null;
    }

    /** No fault happens any more. */
    void heal(final Faults calm) {
        isHealed = true;
        faults = calm;
        frozenUntilNs = 0;
        disk.capacityBytes(Long.MAX_VALUE);
    }

    // ---- life

    void start() {
        if (process != null || halt != null) {
            return;
        }
        starts++;
        isDying = false;
        isStarting = true;
        kernel.trace().note("start", host, starts);
        try {
            process = new ServerProcess(this, new SimFileSystem(disk, this), appendedPosition);
            isStarting = false;
            process.run();
        } catch (final ProcessGone gone) {
            died(false);
        } catch (final RuntimeException | Error e) {
            if (isDying) {
                died(false);
            } else {
                notStarted(e);
            }
        }
    }

    private void notStarted(final Throwable cause) {
        isStarting = false;
        process = null;
        final JournalException named = cause instanceof final JournalException journal ? journal : null;
        final boolean isByDisk = named != null
                && (named.code() == JournalException.Code.FULL
                        || named.code() == JournalException.Code.SYNC_FAILED
                        || named.code() == JournalException.Code.NOT_WRITABLE);
        if (faults.mayFailDisk() && isByDisk) {
            kernel.trace().note("not started", String.valueOf(cause.getMessage()), 0);
            stoppedByDisk(named == null ? null : named.code());
        } else if (named != null && isTorn(named)) {
            halt = String.valueOf(cause.getMessage());
            kernel.trace().note("halt", halt, 0);
        } else if (isDamaged && (named != null || cause instanceof ReplayException)) {
            halt = String.valueOf(cause.getMessage());
            kernel.trace().note("halt", halt, 0);
        } else {
            checker.violated("the server does not start: " + cause + at(cause));
        }
    }

    /**
     * Whether what is refused is a tail that nobody was promised, torn so finely that it cannot be told from damage. At level synced
     * nothing of it was shown, but that is not what a start knows.
     */
    private boolean isTorn(final JournalException named) {
        return hasLostPower
                && ((named.code() == JournalException.Code.CORRUPT && named.position() > syncedPosition)
                        || (faults.tornBytes() == FINELY && isOfMarks(named)));
    }

    /** The newer slot of a mark is torn, or both are: the marks are gone, or of an earlier epoch than the journal. */
    private static boolean isOfMarks(final JournalException named) {
        return named.code() == JournalException.Code.MARKS_LOST
                || String.valueOf(named.getMessage()).contains("the marks are of epoch");
    }

    static String at(final Throwable cause) {
        final StringBuilder text = new StringBuilder();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            text.append("\n  ").append(each);
            for (final StackTraceElement element : each.getStackTrace()) {
                if (element.getClassName().startsWith("ringside.")) {
                    text.append("\n    at ").append(element);
                }
            }
        }
        return text.toString();
    }

    /** Runs a piece of the process, if it still lives: or later, while it stands still. */
    void guard(final ServerProcess of, final Runnable what) {
        if (process != of) {
            return;
        }
        if (kernel.nowNs() < frozenUntilNs) {
            kernel.at(frozenUntilNs, () -> guard(of, what));
            return;
        }
        try {
            what.run();
        } catch (final ProcessGone gone) {
            died(false);
        } catch (final RuntimeException | Error e) {
            if (isDying) {
                died(false);
            } else {
                stopped(e);
            }
        }
    }

    /** The process ends itself. */
    private void stopped(final Throwable thrown) {
        final ServerProcess stopping = process;
        Throwable cause = thrown;
        while (!(cause instanceof JournalException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        final JournalException.Code code = cause instanceof final JournalException named ? named.code() : null;
        final boolean isByDisk = code == JournalException.Code.FULL
                || code == JournalException.Code.SYNC_FAILED
                || code == JournalException.Code.NOT_WRITABLE;
        if (!faults.mayFailDisk() || !isByDisk) {
            checker.violated("the server stopped: " + cause + at(cause));
            return;
        }
        kernel.trace().note("stopped", String.valueOf(cause.getMessage()), 0);
        note(stopping);
        isDying = true;
        process = null;
        network.gone(host, true);
        disk.killed();
        stoppedByDisk(code);
    }

    /** Somebody mends it: makes room, or starts the machine anew, for what a failed sync left cannot be trusted. */
    private void stoppedByDisk(final JournalException.@Nullable Code code) {
        if (code == JournalException.Code.FULL) {
            disk.capacityBytes(disk.usedBytes() + MORE_BYTES);
        } else {
            losePower();
        }
        startLater();
    }

    /** Dies now. */
    void kill(final boolean withPower) {
        if (process != null) {
            mustLosePower = withPower;
            isDying = true;
            died(true);
        }
    }

    /** Dies, and is not started again. */
    void end() {
        isDying = true;
        process = null;
        network.gone(host, true);
        disk.killed();
    }

    private void died(final boolean isFromOutside) {
        deaths++;
        final ServerProcess gone = process;
        process = null;
        isStarting = false;
        final boolean withPower = mustLosePower;
        kernel.trace().note(withPower ? "power lost" : "killed", host, isFromOutside ? 1 : 0);
        note(gone);
        network.gone(host, !withPower);
        if (withPower) {
            losePower();
        } else {
            disk.killed();
        }
        damage();
        startLater();
    }

    private void note(final @Nullable ServerProcess gone) {
        if (gone != null) {
            syncedPosition = gone.syncedPosition();
            // A flipped bit in what was never synced is as if it had not been written.
            appendedPosition = faults.mayDamage() ? syncedPosition : gone.appendedPosition();
        }
    }

    private void losePower() {
        hasLostPower = true;
        appendedPosition = syncedPosition;
        disk.killed();
        disk.losePower(faults.tornBytes(), chance.between(0, disk.pendingNames()), () -> chance.percent(50));
    }

    private void damage() {
        for (int i = 0; i < faults.flips() && chance.percent(40); i++) {
            final String suffix = chance.percent(60) ? ".cq4" : chance.percent(60) ? ".checkpoint" : "/marks";
            final List<String> files = disk.files(suffix);
            if (!files.isEmpty()) {
                final String file = files.get(chance.between(0, files.size() - 1));
                final int at = chance.between(0, Math.min(disk.size(file), 30_000) - 1);
                kernel.trace().note("flip", file, at);
                isDamaged = true;
                disk.flip(file, at, 1 << chance.between(0, 7));
            }
        }
    }

    private void startLater() {
        kernel.after(chance.between(5, isHealed ? 20 : 700) * Kernel.MS, this::start);
    }

    /** The process stands still for a while. */
    void freeze(final long ns) {
        frozenUntilNs = kernel.nowNs() + ns;
    }

    // ---- its disk

    @Override
    public void before(final Operation operation, final String path, final long bytes) throws IOException {
        if (isDying) {
            throw new ProcessGone();
        }
        if (operation == Operation.READ) {
            return;
        }
        kernel.trace().note(operation.name(), path, bytes);
        if (isHealed) {
            return;
        }
        if (chance.oneIn(faults.crashOneInOperations())) {
            mustLosePower = chance.percent(faults.powerPercent());
            isDying = true;
            throw new ProcessGone();
        }
        if (operation == Operation.SYNC && !isStarting && chance.oneIn(faults.syncErrorOneIn())) {
            kernel.trace().note("sync error", path, 0);
            throw new IOException("Input/output error");
        }
    }
}

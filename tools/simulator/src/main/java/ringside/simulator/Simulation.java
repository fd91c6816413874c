package ringside.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.io.client.ServerAddress;
import ringside.journal.Durability;
import ringside.journal.JournalException;

/** One run of one seed: a phase in which things go wrong, one in which all must come right, and the judgement. */
public final class Simulation {
    private static final long SAFETY_NS = 6 * Kernel.SECOND_NS;
    private static final long STEP_NS = 50 * Kernel.MS;
    /** Within so long after the last fault everybody must play again. */
    private static final long PROGRESS_NS = 20 * Kernel.SECOND_NS;

    private static final String PRIMARY = "primary";

    private final long seed;
    private final Kernel kernel;
    private final Chance chance;
    private final Faults faults;
    private final boolean mayLoseTail;
    private final Checker checker;
    private final SimNetwork network;
    private final Machine machine;
    private final List<SimClient> clients = new ArrayList<>();
    private final List<HostileClient> hostile = new ArrayList<>();
    private boolean isHealed;
    /** What the judgement at the end met, by name, where bits were flipped. */
    private @Nullable String damage;

    private Simulation(final long seed, final Mutation mutation, final @Nullable Consumer<String> listener) {
        this.seed = seed;
        final Chance root = new Chance(seed);
        kernel = new Kernel(root.split(), listener);
        chance = root.split();
        faults = Faults.of(root.split());
        kernel.trace().note("faults", faults.toString(), seed);
        // At level mapped a loss of power may cost what was shown.
        mayLoseTail = faults.durability() == Durability.MAPPED
                && (faults.powerPercent() > 0 || faults.mayFailDisk() || faults.mayDamage());
        checker = new Checker(kernel.trace());
        network = new SimNetwork(kernel, root.split(), faults, checker);
        machine = new Machine(kernel, root.split(), network, checker, PRIMARY, faults, mutation);
        final String url = "tcp://" + PRIMARY + ":1";
        for (int i = 1; i <= faults.clients(); i++) {
            clients.add(new SimClient(i, kernel, root.split(), network, checker, url, mayLoseTail));
        }
        for (int i = 0; i < faults.hostile(); i++) {
            hostile.add(new HostileClient(kernel, root.split(), network, ServerAddress.parse(url)));
        }
    }

    /** Runs a seed. */
    public static Outcome run(final long seed) {
        return new Simulation(seed, Mutation.NONE, null).run();
    }

    /** The same, told in words as it happens. */
    public static Outcome run(final long seed, final @Nullable Consumer<String> listener) {
        return new Simulation(seed, Mutation.NONE, listener).run();
    }

    /** The same with a mistake that has to be found. */
    static Outcome runWith(final Mutation mutation, final long seed) {
        return new Simulation(seed, mutation, null).run();
    }

    private Outcome run() {
        machine.start();
        clients.forEach(SimClient::begin);
        hostile.forEach(HostileClient::begin);
        disturb();
        runFor(SAFETY_NS);
        heal();
        final long endNs = kernel.nowNs() + PROGRESS_NS;
        while (!isWell() && kernel.nowNs() < endNs && checker.violation() == null && machine.halt() == null) {
            runFor(STEP_NS);
        }
        if (machine.halt() == null && checker.violation() == null) {
            if (isWell()) {
                judge();
            } else {
                checker.violated(PROGRESS_NS / Kernel.SECOND_NS + " s after the last fault not all is well: "
                        + (machine.isUp() ? "" : "the server is down; ")
                        + String.join(
                                "; ",
                                clients.stream()
                                        .filter(each -> !each.isWell(frame()))
                                        .map(SimClient::described)
                                        .toList()));
            }
        }
        return new Outcome(
                seed,
                checker.violation(),
                machine.halt() == null ? damage : machine.halt(),
                kernel.trace().hash(),
                kernel.trace().notes(),
                kernel.nowNs(),
                checker.journalledEvents(),
                checker.framesShown(),
                machine.starts(),
                faults);
    }

    private void runFor(final long ns) {
        final long endNs = kernel.nowNs() + ns;
        while (kernel.nowNs() < endNs && checker.violation() == null) {
            kernel.runUntil(Math.min(endNs, kernel.nowNs() + STEP_NS));
        }
    }

    private int frame() {
        final ServerProcess process = machine.process();
        return process == null ? -1 : process.frame();
    }

    private boolean isWell() {
        final int frame = frame();
        return frame >= 0 && clients.stream().allMatch(client -> client.isWell(frame));
    }

    /** The process ends at once; what it leaves is looked at. */
    private void judge() {
        try {
            machine.end();
            new Audit(machine.disk(), checker, mayLoseTail).run();
        } catch (final JournalException e) {
            if (faults.mayDamage() && e.code() == JournalException.Code.CORRUPT) {
                damage = String.valueOf(e.getMessage());
            } else {
                checker.violated("what is left cannot be read: " + e + Machine.at(e));
            }
        } catch (final RuntimeException | Error e) {
            checker.violated("what is left cannot be replayed: " + e + Machine.at(e));
        }
    }

    // ---- what goes wrong at any moment

    private void disturb() {
        now(faults.crashEveryMs(), () -> machine.kill(chance.percent(faults.powerPercent())));
        now(faults.freezeEveryMs(), () -> machine.freeze(chance.between(100, 5_000) * Kernel.MS));
        now(faults.cutEveryMs(), this::breakOne);
        now(faults.blockEveryMs(), this::blockOne);
        now(faults.clockJumps() ? 800 : 0, () -> machine.clock().jumpMs(chance.between(-86_400_000, 86_400_000)));
        now(faults.isAsleep() ? 1_500 : 0, () -> {
            final SimClient client = clients.get(chance.between(0, clients.size() - 1));
            client.sleep(chance.between(50, 4_000) * Kernel.MS);
        });
    }

    /** Again and again, until all is healed. */
    private void now(final int everyMs, final Runnable what) {
        if (everyMs > 0) {
            kernel.after(chance.between(1, 2 * everyMs) * Kernel.MS, () -> {
                if (!isHealed) {
                    what.run();
                    now(everyMs, what);
                }
            });
        }
    }

    private void breakOne() {
        final SimLink link = clients.get(chance.between(0, clients.size() - 1)).link();
        if (link != null) {
            kernel.trace().note("break", link.host(), 0);
            if (chance.percent(60)) {
                link.cut();
            } else {
                link.vanish();
            }
        }
    }

    private void blockOne() {
        final SimLink link = clients.get(chance.between(0, clients.size() - 1)).link();
        if (link != null) {
            link.block(chance.percent(50), chance.between(50, 7_000) * Kernel.MS);
        }
    }

    private void heal() {
        kernel.trace().note("heal", seed, 0);
        isHealed = true;
        final Faults calm = faults.calm();
        network.weather(calm);
        machine.heal(calm);
        clients.forEach(SimClient::calm);
        hostile.forEach(HostileClient::calm);
    }
}

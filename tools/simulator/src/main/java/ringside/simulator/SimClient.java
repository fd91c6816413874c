package ringside.simulator;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.client.Carrier;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientView;
import ringside.io.client.JoinRequest;
import ringside.io.client.Layouts;
import ringside.io.client.Line;
import ringside.io.client.LineListener;
import ringside.io.client.ServerAddress;
import ringside.io.client.SessionEnd;
import ringside.io.client.SessionListener;
import ringside.io.protocol.RefusalReason;
import ringside.layout.IntColumn;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewTable;

/** A player: the production client, with what it does and what it was shown written down. Joins again when a session ends. */
final class SimClient implements Peer, Carrier, SessionListener {
    /** So long a match remembers an effect; who was away for longer may have missed some where the server was started anew. */
    private static final int EFFECTS_KEPT_FRAMES = 32;

    private final Kernel kernel;
    private final Chance chance;
    private final SimNetwork network;
    private final Checker checker;
    private final int index;
    private final String urls;
    private final boolean mayLoseTail;
    private final long offsetNs;
    private final boolean isDatagrams;
    private final Layouts layouts = new Layouts();

    private @Nullable ClientSession session;
    private @Nullable Ledger ledger;
    private @Nullable SimLink link;
    private int sessions;
    private long scheduledNs = Long.MAX_VALUE;
    private long asleepUntilNs;
    private int nonce;
    private int number;
    private long epoch;
    private int heardIndex = -1;
    private boolean isCalm;

    private int firstCalmCommand;
    private boolean isCalmCommandApplied;
    private int newestFrame = -1;
    /** The newest frame that was shown before it joined last. */
    private int frameBefore = -1;

    private boolean hasLooked;
    private boolean mayHaveMissed;

    SimClient(
            final int index,
            final Kernel kernel,
            final Chance chance,
            final SimNetwork network,
            final Checker checker,
            final String urls,
            final boolean mayLoseTail) {
        this.index = index;
        this.kernel = kernel;
        this.chance = chance;
        this.network = network;
        this.checker = checker;
        this.urls = urls;
        this.mayLoseTail = mayLoseTail;
        offsetNs = chance.between(0, 1_000_000 * Kernel.MS);
        isDatagrams = chance.percent(50);
    }

    private long nowNs() {
        return kernel.nowNs() + offsetNs;
    }

    private ClientSession current() {
        final ClientSession at = session;
        if (at == null) {
            throw new IllegalStateException("no session was begun");
        }
        return at;
    }

    /** Joins, and plays from then on. */
    void begin() {
        join();
        act();
    }

    private void join() {
        sessions++;
        heardIndex = -1;
        ledger = null;
        final ClientSession made = new ClientSession(
                ClientSettings.of(urls)
                        .withJoin(JoinRequest.ANY
                                .withMatch(ServerProcess.MATCH)
                                .withToken(Integer.toString(index * 100_000 + sessions))),
                layouts,
                this,
                this);
        session = made;
        made.start(nowNs());
        moved();
    }

    /** Does what players do, now and then. */
    private void act() {
        kernel.after(chance.between(100, 900) * Kernel.MS, () -> {
            say();
            if (!isCalm && chance.percent(3)) {
                current().leave(nowNs());
            } else if (!isCalm && chance.percent(2)) {
                current().resume(nowNs());
            }
            moved();
            act();
        });
    }

    private void say() {
        final ClientView view = current().view();
        if (view == null || !current().isPlaying()) {
            return;
        }
        final RecordType say = view.layout().commands().get(0);
        final RecordView record = new RecordView(say)
                .wrap(new UnsafeBuffer(new byte[say.lengthBytes()]), 0)
                .reset();
        record.set((IntColumn) say.column("number"), ++number);
        final int sequence = current().command(say, record.buffer(), 0, nowNs());
        if (isCalm && firstCalmCommand == 0) {
            firstCalmCommand = sequence;
        }
    }

    /** From now on nothing disturbs it, and it disturbs nobody. */
    void calm() {
        isCalm = true;
        asleepUntilNs = 0;
    }

    /** Whether it plays again, was shown what is new, and said something that was taken. */
    boolean isWell(final int serverFrame) {
        return current().isPlaying() && isCalmCommandApplied && newestFrame >= serverFrame - ServerProcess.HZ;
    }

    String described() {
        return "client " + index + ": " + current().state() + ", frame " + newestFrame + ", "
                + current().lastCause() + (isCalmCommandApplied ? "" : ", no command of it was taken");
    }

    // ---- time

    void sleep(final long ns) {
        asleepUntilNs = kernel.nowNs() + ns;
    }

    private void moved() {
        final long deadlineNs = current().deadlineNs();
        if (deadlineNs == Long.MAX_VALUE) {
            return;
        }
        final long dueNs = Math.max(Math.max(deadlineNs - offsetNs, kernel.nowNs()), asleepUntilNs);
        if (dueNs < scheduledNs) {
            scheduledNs = dueNs;
            kernel.at(dueNs, () -> {
                if (scheduledNs == dueNs) {
                    scheduledNs = Long.MAX_VALUE;
                    work();
                }
            });
        }
    }

    private void work() {
        if (current().deadlineNs() <= nowNs() && !isAsleep()) {
            current().doWork(nowNs());
        }
        moved();
    }

    // ---- its end of the network

    @Override
    public boolean isDatagrams() {
        return isDatagrams;
    }

    @Override
    public boolean isAsleep() {
        return kernel.nowNs() < asleepUntilNs;
    }

    @Override
    public Line dial(final ServerAddress address, final LineListener listener) {
        final SimLink made = network.dial(this, address, listener);
        link = made;
        return made.line();
    }

    /** The connection dialled last. */
    @Nullable
    SimLink link() {
        return link;
    }

    @Override
    public void connected(final SimLink over) {
        over.listener().connected(nowNs());
        moved();
    }

    @Override
    public void received(final SimLink over, final byte[] message) {
        if (over.isClientOpen()) {
            over.listener().received(new UnsafeBuffer(message), 0, message.length, nowNs());
            moved();
        }
    }

    @Override
    public void lost(final SimLink over, final String why) {
        over.listener().lost(why, nowNs());
        moved();
    }

    // ---- what it learns

    @Override
    public void joined(final ClientSession of) {
        final ClientView view = of.view();
        if (of != session || view == null) {
            return;
        }
        kernel.trace().note("joined", index, view.player());
        if (view.epoch() < epoch) {
            checker.violated("client " + index + " plays in epoch " + view.epoch() + " after epoch " + epoch);
        }
        epoch = view.epoch();
        frameBefore = newestFrame;
        hasLooked = false;
    }

    /** What it is shown first after it joined says for how long it was away. */
    private void look(final ClientView view) {
        if (!hasLooked) {
            hasLooked = true;
            mayHaveMissed |= view.frame() - frameBefore >= EFFECTS_KEPT_FRAMES;
        }
    }

    @Override
    public void viewed(final ClientSession of, final ClientView view) {
        if (of != session) {
            return;
        }
        Ledger reads = ledger;
        if (reads == null) {
            reads = new Ledger(view.layout());
            ledger = reads;
        }
        final ViewTable book = view.table("book");
        if (book.first() < 0) {
            return;
        }
        look(view);
        newestFrame = view.frame();
        checker.saw(new Checker.Sighting(
                view.epoch(), view.frame(), reads.digest(view.table("players"), book), "client " + index));
    }

    @Override
    public void effect(
            final ClientSession of,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {
        final ClientView view = of.view();
        if (of != session || view == null) {
            return;
        }
        final int said = (int) type.column("index").read(record, offset);
        kernel.trace().note("heard", index, said);
        look(view);
        final boolean wasAwayForLong = mayHaveMissed;
        mayHaveMissed = false;
        if (heardIndex >= 0
                && (said <= heardIndex || (said != heardIndex + 1 && !wasAwayForLong))
                && !mayLoseTail
                && view.skippedSureEffects() == 0) {
            checker.violated(
                    "client " + index + " heard effect " + said + " after effect " + heardIndex + ", frame " + frame);
        }
        heardIndex = said;
    }

    @Override
    public boolean inputDue(final ClientSession of, final int targetFrame, final long dueNs, final RecordView input) {
        input.set((IntColumn) input.type().column("nonce"), ++nonce);
        return true;
    }

    @Override
    public void commandAnswered(
            final ClientSession of,
            final int sequence,
            final CommandAnswer answer,
            final @Nullable RefusalReason reason) {
        final ClientView view = of.view();
        if (of != session || view == null) {
            return;
        }
        if (answer == CommandAnswer.APPLIED) {
            checker.commandApplied(view.player(), sequence);
            isCalmCommandApplied |= firstCalmCommand > 0 && sequence >= firstCalmCommand;
        }
    }

    @Override
    public void ended(final ClientSession of, final SessionEnd end) {
        if (of == session) {
            kernel.trace().note("session ended", end.kind().name(), index);
            firstCalmCommand = 0;
            kernel.after(chance.between(50, 800) * Kernel.MS, this::join);
        }
    }
}

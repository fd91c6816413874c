package ringside.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.output.Refusal;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * A match in the engine's real frame loop, on a clock that stands still until {@link #frame} is called. Everything that a
 * test does to it is recorded, so that {@link Recording#verify()} can prove that it comes out the same again.
 *
 * <p>A game that throws fails the test at once, unless it happens within {@link #expectThrow}. One thread.
 */
public final class TestMatch {
    private static final int MOST_STEPS = 4_000_000;

    private final GameType type;
    private final Run run;
    private final LiveLog log = new LiveLog();
    private final FrameArchive archive = new FrameArchive();
    private final List<Step> steps = new ArrayList<>();
    private final List<TestPlayer> players = new ArrayList<>();
    private final List<EmittedEffect> effects = new ArrayList<>();
    private final MatchSnapshot snapshot;
    private final Recording recording;
    private final Event scratch = new Event().wrap(new UnsafeBuffer(new byte[Event.MAX_BYTES]), 0, Event.MAX_BYTES);
    private Step.@Nullable OfEvent lastEvent;
    private int nextNumber = 1;
    private int epoch;
    private int operations;
    private int nextEffect;
    private boolean mayThrow;

    TestMatch(final GameSource source, final RunSettings settings, final long seed, final Object[] rules) {
        type = new GameType(source.fresh());
        run = new Run(type, settings, log, Run.SNAPSHOTS);
        snapshot = new MatchSnapshot(type);
        final String hint = "Repeat with -D" + MatchSetup.SEED_PROPERTY + "=" + seed;
        recording = new Recording(source, settings, steps, log, archive, type, hint);
        final RecordView record = Values.record(layout().rules());
        Values.fill(record, rules);
        apply(event -> CreatePayload.write(
                event,
                Run.MATCH,
                seed,
                layout().hash(),
                record.buffer(),
                0,
                layout().rules().lengthBytes()));
    }

    // ---- the clock

    /** Lets one frame pass. */
    public TestMatch frame() {
        for (int i = 0; i < players.size(); i++) {
            players.get(i).beforeFrame();
        }
        apply(event -> FramePayload.write(event, 0, false));
        return this;
    }

    /** Lets so many frames pass. */
    public TestMatch frames(final int count) {
        for (int i = 0; i < count; i++) {
            frame();
        }
        return this;
    }

    /** Lets so many seconds of the match's time pass. */
    public TestMatch seconds(final int count) {
        return frames(count * recording.settings().hz());
    }

    /** Lets one frame pass that says that frames were left out before it, because the engine could not keep up. */
    public TestMatch frameAfterSkipping(final int skippedFrames) {
        apply(event -> FramePayload.write(event, skippedFrames, true));
        return this;
    }

    /** Lets frames pass until something is so. Throws {@link AssertionError} when it is not after so many frames. */
    public TestMatch until(final BooleanSupplier condition, final int atMostFrames) {
        for (int i = 0; i < atMostFrames; i++) {
            if (condition.getAsBoolean()) {
                return this;
            }
            frame();
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("what was waited for is not so after " + atMostFrames + " frames, at frame "
                    + frameNumber() + ". " + recording.repeatHint());
        }
        return this;
    }

    /** The last frame computed; 0 after creation. */
    public int frameNumber() {
        return run.slot().frame();
    }

    // ---- events

    /** A player takes a seat, bringing fields given as name, value, name, value. Throws when there is no seat. */
    public TestPlayer join(final Object... namesAndValues) {
        final TestPlayer player = new TestPlayer(this);
        player.join(namesAndValues).expectTaken();
        players.add(player);
        return player;
    }

    /** A player asks for a seat and is expected to get none. */
    public Refusal refusedJoin(final Object... namesAndValues) {
        final Reply reply = new TestPlayer(this).join(namesAndValues);
        final Refusal why = reply.refusal();
        if (why == null) {
            throw new AssertionError("a seat was given where none was expected: " + reply);
        }
        return why;
    }

    /** The server was started again: every connection is gone, seats are held. */
    public TestMatch restartServer() {
        epoch++;
        apply(event -> OpenPayload.write(event, epoch, 1));
        return this;
    }

    /** Another server took the match over after so long: every connection is gone, seats are held, and the game is told. */
    public TestMatch takeOver(final long gapMs) {
        epoch++;
        apply(event -> OpenPayload.writeTakenOver(event, epoch, 1, gapMs * 1_000_000));
        return this;
    }

    /** An operator lets the match stand still. */
    public Reply pause() {
        return operate(EventType.PAUSE, 0);
    }

    /** An operator lets the paused match go on. */
    public Reply goOn() {
        return operate(EventType.CONTINUE, 0);
    }

    /** An operator ends the match with the next frame. */
    public Reply end() {
        return operate(EventType.END, 0);
    }

    /** An operator gives the match other rules: as they are, but for those given as name, value, name, value. */
    public Reply changeRules(final Object... namesAndValues) {
        final RecordType type = layout().rules();
        final RecordView record = Values.record(type);
        record.buffer().putBytes(0, match().rules().buffer(), 0, type.lengthBytes());
        Values.fill(record, namesAndValues);
        return apply(event -> RulesPayload.write(
                        event, Run.MATCH, record.buffer(), 0, type.lengthBytes(), OperatorPayload.none())
                .inputSeq(++operations));
    }

    Reply operate(final EventType kind, final int player) {
        return apply(event -> OperatorPayload.write(event, kind, Run.MATCH, player, OperatorPayload.none())
                .inputSeq(++operations));
    }

    /**
     * Applies an event that the test writes with the writers of {@code ringside.engine.event}: whatever the kit has no
     * word for. The match under test has number 1.
     */
    public Reply apply(final Consumer<Event> writer) {
        writer.accept(scratch);
        return apply(Step.OfEvent.copyOf(scratch));
    }

    Reply apply(final Step.OfEvent step) {
        lastEvent = step;
        final int before = log.answers().size();
        perform(step);
        final List<Answer> answers = log.answers();
        return new Reply(step.toString(), answers.subList(before, answers.size()));
    }

    /**
     * Arranges the state between two events, as no player could: somebody is put here, has so many hit points. Recorded by
     * what it changed, so that it is arranged again in every other run. Add and remove rows with the state's own methods.
     */
    public TestMatch arrange(final Consumer<State> change) {
        final byte[] before = copyOf(state());
        run.slot().touch();
        change.accept(state());
        final byte[] after = copyOf(state());
        record(Step.OfArrangement.between(before, after));
        return this;
    }

    private static byte[] copyOf(final State state) {
        final byte[] copy = new byte[state.layout().blockBytes()];
        state.block().getBytes(0, copy);
        return copy;
    }

    private void perform(final Step step) {
        record(step);
        final boolean hadFailed = log.failure() != null;
        step.applyTo(run);
        final RunLog.Failure failure = log.failure();
        if (failure != null && !hadFailed && !mayThrow) {
            throw new AssertionError(
                    layout().game() + " threw at " + step + ", after frame " + failure.lastFrame() + ": "
                            + failure.cause() + "\n" + recording.repeatHint(),
                    failure.cause());
        }
        collectEffects();
    }

    private void record(final Step step) {
        if (steps.size() == MOST_STEPS) {
            throw new IllegalStateException(
                    "a match under test takes at most " + MOST_STEPS + " events: begin another");
        }
        steps.add(step);
    }

    /** Runs what must make the game throw, and gives what it threw. The match is closed by that. */
    public RuntimeException expectThrow(final Runnable act) {
        mayThrow = true;
        try {
            act.run();
        } finally {
            mayThrow = false;
        }
        final RunLog.Failure failure = log.failure();
        if (failure == null) {
            throw new AssertionError(layout().game() + " was expected to throw and did not");
        }
        return failure.cause();
    }

    long nextNumber() {
        return nextNumber++;
    }

    Step.@Nullable OfEvent lastEvent() {
        return lastEvent;
    }

    Answer newestAnswer() {
        return log.answers().get(log.answers().size() - 1);
    }

    // ---- what came of it

    /** The live state: games' handles work on it. */
    public State state() {
        return run.slot().state();
    }

    /** The match as the game is lent it. */
    public Match match() {
        return (Match) state();
    }

    /** The game object that plays. */
    public <G extends Game> G game(final Class<G> kind) {
        return kind.cast(type.game());
    }

    public Layout layout() {
        return type.layout();
    }

    /** The row of that number, alive or not. */
    public TestRow row(final String table, final int index) {
        final Table found = layout().table(table);
        if (index < 0 || index >= found.capacity()) {
            throw new IllegalArgumentException(
                    "table " + table + " has no row " + index + ": it has " + found.capacity());
        }
        return new TestRow(this, found, index);
    }

    /** The row of a table that has exactly one. */
    public TestRow single(final String table) {
        if (!layout().table(table).isSingle()) {
            throw new IllegalArgumentException("table " + table + " has more than one row: name it by its number");
        }
        return row(table, 0);
    }

    /** The rows of a table that are alive now. */
    public List<TestRow> rows(final String table) {
        final Table found = layout().table(table);
        final List<TestRow> rows = new ArrayList<>();
        for (int row = state().first(found); row != Rows.NONE; row = state().next(found, row)) {
            rows.add(new TestRow(this, found, Rows.index(row)));
        }
        return rows;
    }

    /** How many rows of a table are alive now. */
    public int count(final String table) {
        return state().count(layout().table(table));
    }

    /** Every effect so far. */
    public List<EmittedEffect> effects() {
        return List.copyOf(effects);
    }

    /** The effects of that name so far. */
    public List<EmittedEffect> effects(final String name) {
        return effects.stream().filter(effect -> effect.name().equals(name)).toList();
    }

    /** The effects of one frame. */
    public List<EmittedEffect> effectsOf(final int frame) {
        return effects.stream().filter(effect -> effect.frame() == frame).toList();
    }

    private void collectEffects() {
        final MatchSnapshot now = snapshot();
        for (int number = Math.max(nextEffect, now.oldestEffect()); number < now.nextEffect(); number++) {
            effects.add(EmittedEffect.of(now, now.effectRow(number)));
        }
        nextEffect = now.nextEffect();
    }

    public boolean isOver() {
        return snapshot().isOver();
    }

    /** A field of the result: a Long, a Double (fixed point), a Boolean or a String. */
    public Object result(final String field) {
        return field(match().result(), field);
    }

    /** A field of the rules that the match has. */
    public Object rule(final String field) {
        return field(match().rules(), field);
    }

    private static Object field(final RecordView record, final String field) {
        return Values.read(record.type().column(field), record.buffer(), 0);
    }

    /** The hash of the state as it is now. */
    public long hash() {
        return state().hash();
    }

    /** What has happened so far; it grows with the match. */
    public Recording recording() {
        return recording;
    }

    RecordType command(final String name) {
        for (final RecordType command : layout().commands()) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        throw new IllegalArgumentException(
                layout().game() + " has no command " + name + "; it has " + layout().commands());
    }

    GameType type() {
        return type;
    }

    MatchSnapshot snapshot() {
        return snapshot.wrap(state().block(), 0);
    }

    /** Also keeps copies of the frames. */
    private final class LiveLog extends RunLog {
        @Override
        void onFrame(final Hash hash) {
            archive.keep(hash.frame(), state().block());
        }
    }
}

package ringside.engine.support;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.logic.GameType;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** Writes events for {@link Brawl}. Every method gives the same event, written anew. */
public final class Events {
    private final Brawl game;
    private final GameType type;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[256]);
    private final RecordView[] views;
    private final RecordView input;
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);

    public Events(final Brawl game, final GameType type) {
        this.game = game;
        this.type = type;
        views = type.layout().commands().stream().map(RecordView::new).toArray(RecordView[]::new);
        input = new RecordView(type.layout().input());
    }

    /** The event that is written, for what no method below writes. */
    public Event event() {
        return event;
    }

    /** Somebody marks a frame; the connection is asked for no answer. */
    public Event bookmark(final int match, final int player, final int number, final int shownFrame) {
        final byte[] text = ("mark " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return BookmarkPayload.write(event, match, player, number, shownFrame, 7, text);
    }

    public Event frame() {
        return FramePayload.write(event, 0, false);
    }

    public Event frame(final int skipped, final boolean overloaded) {
        return FramePayload.write(event, skipped, overloaded);
    }

    public Event open(final long epoch) {
        return OpenPayload.write(event, epoch, 1);
    }

    public Event takeOver(final long epoch, final long gapNs) {
        return OpenPayload.writeTakenOver(event, epoch, 1, gapNs);
    }

    public Event create(final int match, final long seed) {
        return create(match, seed, Brawl.Trap.NONE);
    }

    public Event create(final int match, final long seed, final Brawl.Trap trap) {
        return create(match, seed, trap, 0);
    }

    /** A match that is over after {@code idleFrames} without a player; 0 for never. */
    public Event create(final int match, final long seed, final Brawl.Trap trap, final int idleFrames) {
        final RecordType rules = type.layout().rules();
        new RecordView(rules).wrap(scratch, 0).reset().set(game.speed, 5).set(game.createdTrap, trap.code);
        CreatePayload.write(event, match, seed, type.layout().hash(), scratch, 0, rules.lengthBytes());
        return CreatePayload.writeIdleFrames(event, idleFrames);
    }

    /** PAUSE, CONTINUE, END or KICK, as request 1 of an operator with a name and a reason. */
    public Event operator(final EventType what, final int match, final int player) {
        return OperatorPayload.write(event, what, match, player, OperatorPayload.of("ann", "a test"))
                .inputSeq(1);
    }

    /** Rules with another speed, as request 1 of an operator; Brawl takes speeds above 50 only. */
    public Event rules(final int match, final int speed) {
        final RecordType rules = type.layout().rules();
        new RecordView(rules).wrap(scratch, 0).reset().set(game.speed, speed);
        return RulesPayload.write(event, match, scratch, 0, rules.lengthBytes(), OperatorPayload.of("ann", "a test"))
                .inputSeq(1);
    }

    public Event delivered(final int match) {
        return event.begin(EventType.DELIVERED, match, 0, 0);
    }

    public Event join(final int match, final long connection) {
        return join(match, connection, 0, 0);
    }

    /** A join with a token of that number (0: none) and a resume secret of that number (0: none). */
    public Event join(final int match, final long connection, final long token, final long secret) {
        final RecordType join = type.layout().join();
        new RecordView(join).wrap(scratch, 0).reset().set(game.team, 2).setText(game.nick, "bo");
        JoinPayload.write(event, match, connection, scratch, 0, join.lengthBytes());
        JoinPayload.writeToken(event, token, token);
        return JoinPayload.writeSecretHash(event, secret, secret);
    }

    /** A join with a token that is good until that second, and has to be remembered for so many frames. */
    public Event join(
            final int match, final long connection, final long token, final long expirySecond, final int frames) {
        return JoinPayload.writeTokenLife(join(match, connection, token, 0), expirySecond, frames);
    }

    public Event resume(
            final int match, final int player, final long connection, final long presented, final long next) {
        return ResumePayload.write(event, match, player, connection, presented, presented, next, next);
    }

    public Event disconnect(final int match, final int player, final long connection) {
        return ConnectionPayload.write(event, EventType.DISCONNECT, match, player, connection);
    }

    public Event leave(final int match, final int player, final long connection) {
        return ConnectionPayload.write(event, EventType.LEAVE, match, player, connection);
    }

    public Event end(final int match) {
        return event.begin(EventType.END, match, 0, 0);
    }

    public Event input(
            final int match, final int player, final int seq, final int target, final int move, final boolean fire) {
        return input(match, player, seq, target, move, fire, 0);
    }

    public Event input(
            final int match,
            final int player,
            final int seq,
            final int target,
            final int move,
            final boolean fire,
            final int jump) {
        input.wrap(scratch, 0)
                .reset()
                .set(game.move, move)
                .set(game.aim, move * 2)
                .set(game.fire, fire)
                .set(game.jump, jump);
        return InputPayload.write(
                event, match, player, seq, target, scratch, 0, input.type().lengthBytes());
    }

    public Event say(final int match, final int player, final int seq, final int word) {
        record(game.say).set(game.word, word);
        return command(match, player, seq, game.say);
    }

    public Event arm(final int match, final int player, final int seq, final Brawl.Trap trap) {
        record(game.arm).set(game.armed, trap.code);
        return command(match, player, seq, game.arm);
    }

    public Event burst(final int match, final int player, final int seq, final int count) {
        record(game.burst).set(game.count, count);
        return command(match, player, seq, game.burst);
    }

    public Event whisper(final int match, final int player, final int seq, final int seat) {
        record(game.whisper).set(game.to, seat);
        return command(match, player, seq, game.whisper);
    }

    public Event narrow(final int match, final int player, final int seq, final int seat) {
        record(game.narrow).set(game.narrowTo, seat);
        return command(match, player, seq, game.narrow);
    }

    /** A command whose fields, if it has any, are at their defaults. */
    public Event plain(final int match, final int player, final int seq, final RecordType command) {
        record(command);
        return command(match, player, seq, command);
    }

    private RecordView record(final RecordType command) {
        return views[command.id()].wrap(scratch, 0).reset();
    }

    private Event command(final int match, final int player, final int seq, final RecordType command) {
        return CommandPayload.write(event, match, player, seq, command.id(), scratch, 0, command.lengthBytes());
    }
}

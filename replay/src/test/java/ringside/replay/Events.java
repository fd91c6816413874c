package ringside.replay;

import java.nio.charset.StandardCharsets;
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
import ringside.engine.event.ResumePayload;
import ringside.engine.logic.GameType;
import ringside.layout.RecordView;

/** Writes events for {@link Skirmish}. Every method gives the same event, written anew. */
final class Events {
    final Skirmish game;
    final GameType type;
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[256]);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);

    Events(final Skirmish game) {
        this.game = game;
        type = new GameType(game);
    }

    Event open(final long epoch, final long writer) {
        return OpenPayload.write(event, epoch, writer);
    }

    Event frame(final int skipped) {
        return FramePayload.write(event, skipped, skipped > 0);
    }

    Event create(final int match, final long seed, final int failsAt) {
        final RecordView view = new RecordView(type.layout().rules());
        view.wrap(record, 0).reset().set(game.speed, 5).set(game.drag, 98_304).set(game.failsAt, failsAt);
        final int length = view.type().lengthBytes();
        return CreatePayload.write(event, match, seed, type.layout().hash(), record, 0, length);
    }

    /** A join whose resume secret is the number of its connection, and its token too. */
    Event join(final int match, final long connection, final String nick) {
        final RecordView view = new RecordView(type.layout().join());
        view.wrap(record, 0).reset().set(game.team, 2).setText(game.nick, nick);
        JoinPayload.write(event, match, connection, record, 0, view.type().lengthBytes());
        JoinPayload.writeToken(event, connection, connection);
        return JoinPayload.writeSecretHash(event, connection, connection);
    }

    Event resume(final int match, final int player, final long connection, final long secret) {
        return ResumePayload.write(event, match, player, connection, secret, secret, connection, connection);
    }

    Event gone(final EventType how, final int match, final int player, final long connection) {
        return ConnectionPayload.write(event, how, match, player, connection);
    }

    Event end(final int match) {
        return event.begin(EventType.END, match, 0, 0);
    }

    /** What an operator asks of a match, without waiting for an answer. */
    Event operator(final EventType type, final int match) {
        return event.begin(type, match, 0, 0);
    }

    Event delivered(final int match) {
        return event.begin(EventType.DELIVERED, match, 0, 0);
    }

    Event input(final int match, final int player, final int seq, final int target, final int move) {
        final RecordView view = new RecordView(type.layout().input());
        view.wrap(record, 0).reset().set(game.move, move).set(game.fire, move % 3 == 0);
        InputPayload.write(
                event, match, player, seq, target, record, 0, view.type().lengthBytes());
        return InputPayload.writeSeen(event, 3, 4, 5, 6);
    }

    Event say(final int match, final int player, final int seq, final int word) {
        final RecordView view = new RecordView(game.say);
        view.wrap(record, 0).reset().set(game.word, word);
        return CommandPayload.write(event, match, player, seq, game.say.id(), record, 0, game.say.lengthBytes());
    }

    Event bookmark(final int match, final int player, final int number, final int shownFrame, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return BookmarkPayload.write(event, match, player, number, shownFrame, 0, bytes);
    }

    Event quit(final int match, final int player, final int seq) {
        return CommandPayload.write(event, match, player, seq, game.quit.id(), record, 0, game.quit.lengthBytes());
    }
}

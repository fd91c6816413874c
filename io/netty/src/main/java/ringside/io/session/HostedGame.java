package ringside.io.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.Turns;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.RecordGuard;
import ringside.io.protocol.Wire;
import ringside.layout.Layout;
import ringside.layout.LayoutException;
import ringside.layout.LayoutJson;
import ringside.layout.RecordType;
import ringside.snapshot.codec.WireLayout;

/**
 * A version of a game as clients meet it: its layout as text, and the guards of its records. Immutable; read by all
 * event loops.
 */
public final class HostedGame {
    private final GameType type;
    private final String layoutJson;
    private final WireLayout wire;
    private final RecordGuard input;
    private final RecordGuard join;
    private final List<RecordGuard> commands = new ArrayList<>();

    /** Throws {@link LayoutException} when the game's records cannot be carried by the protocol. */
    public HostedGame(final GameType type) {
        this.type = type;
        final Layout layout = type.layout();
        wire = new WireLayout(layout);
        layoutJson = LayoutJson.write(layout);
        requireAtMost(
                layout, "layout text", layoutJson.getBytes(StandardCharsets.UTF_8).length, Limits.MAX_LAYOUT_BYTES);
        requireAtMost(layout, "join record", layout.join().lengthBytes(), Limits.MAX_JOIN_BYTES);
        requireAtMost(layout, "rules record", layout.rules().lengthBytes(), Limits.MAX_RULES_BYTES);
        requireAtMost(
                layout,
                "input record",
                layout.input().lengthBytes(),
                Wire.MAX_CLIENT_MESSAGE_BYTES - 2 - InputsMessage.INPUT_HEADER_BYTES);
        requireAtMost(
                layout,
                "largest row or effect, as a part of a view,",
                wire.smallestPartBytes(),
                Limits.DEFAULT.maxPartBytes());
        for (final RecordType command : layout.commands()) {
            requireAtMost(
                    layout,
                    "command " + command.name(),
                    command.lengthBytes(),
                    Wire.MAX_CLIENT_MESSAGE_BYTES - CommandMessage.RECORD);
            commands.add(new RecordGuard(command));
        }
        requireInParts(type);
        input = new RecordGuard(layout.input());
        join = new RecordGuard(layout.join());
    }

    private static void requireInParts(final GameType type) {
        if (type.isLockstep()) {
            final String what = "image, which lockstep clients begin from,";
            requireAtMost(type.layout(), what, Turns.imageBytes(type), PartMessage.MOST_WHOLE_BYTES);
            requireAtMost(type.layout(), "longest turn", Turns.mostTurnBytes(type), PartMessage.MOST_WHOLE_BYTES);
        }
    }

    private static void requireAtMost(final Layout layout, final String what, final int bytes, final int mostBytes) {
        if (bytes > mostBytes) {
            throw new LayoutException(
                    layout.game() + ": its " + what + " has " + bytes + " bytes; the protocol carries " + mostBytes);
        }
    }

    public GameType type() {
        return type;
    }

    public Layout layout() {
        return type.layout();
    }

    /** The layout in its canonical form. */
    public String layoutJson() {
        return layoutJson;
    }

    /** The seat of a player number, taken or not. */
    int seatOf(final int player) {
        return MatchSnapshot.seatOf(type, player);
    }

    /** The layout as views see it, shared by all encoders. */
    WireLayout wire() {
        return wire;
    }

    RecordGuard input() {
        return input;
    }

    RecordGuard join() {
        return join;
    }

    List<RecordGuard> commands() {
        return commands;
    }
}

package ringside.perf.formats;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.flatbuffers.Struct;
import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * FlatBuffers in its fastest form for this message, written as its compiler writes such code: fighters are structs, one
 * behind the other; the builder is used again; a reader looks at the bytes in place.
 *
 * <pre>
 * struct Fighter { id:int; x:int; y:int; speedX:int; speedY:int; aim:int; health:int; ammunition:int; score:int; readyFrame:int; }
 * table StateMessage { frame:int; fighters:[Fighter]; }
 * </pre>
 */
final class FlatBuffersFormat implements Format {
    private static final int BUILDER_BYTES = 2_048;
    private static final int FIELDS = 2;
    private static final int FRAME = 0;
    private static final int FIGHTERS = 1;
    private static final int FRAME_ENTRY = 4;
    private static final int FIGHTERS_ENTRY = 6;
    private static final int ALIGNMENT = 4;

    private final FlatBufferBuilder builder = new FlatBufferBuilder(BUILDER_BYTES);
    private final StateView view = new StateView();
    private final FighterView fighter = new FighterView();

    /** A reader in place. */
    private static final class StateView extends Table {
        void wrap(final ByteBuffer bytes) {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            __reset(bytes.getInt(bytes.position()) + bytes.position(), bytes);
        }

        int frame() {
            final int at = __offset(FRAME_ENTRY);
            return at == 0 ? 0 : bb.getInt(at + bb_pos);
        }

        int fighters() {
            final int at = __offset(FIGHTERS_ENTRY);
            return at == 0 ? 0 : __vector_len(at);
        }

        FighterView fighter(final FighterView into, final int index) {
            into.wrap(__vector(__offset(FIGHTERS_ENTRY)) + index * Fighter.BYTES, bb);
            return into;
        }
    }

    private static final class FighterView extends Struct {
        void wrap(final int at, final ByteBuffer bytes) {
            __reset(at, bytes);
        }

        int number(final int index) {
            return bb.getInt(bb_pos + index * Integer.BYTES);
        }
    }

    @Override
    public String title() {
        return "FlatBuffers";
    }

    @Override
    public String key() {
        return "flatBuffers";
    }

    @Override
    public int write(final StateMessage message) {
        builder.clear();
        final List<Fighter> fighters = message.fighters();
        builder.startVector(Fighter.BYTES, fighters.size(), ALIGNMENT);
        for (int i = fighters.size() - 1; i >= 0; i--) {
            write(fighters.get(i));
        }
        final int vector = builder.endVector();
        builder.startTable(FIELDS);
        builder.addInt(FRAME, message.frame(), 0);
        builder.addOffset(FIGHTERS, vector, 0);
        builder.finish(builder.endTable());
        return builder.offset();
    }

    /** From the last number to the first: its builder writes backwards. */
    private void write(final Fighter fighterRow) {
        builder.prep(ALIGNMENT, Fighter.BYTES);
        builder.putInt(fighterRow.readyFrame());
        builder.putInt(fighterRow.score());
        builder.putInt(fighterRow.ammunition());
        builder.putInt(fighterRow.health());
        builder.putInt(fighterRow.aim());
        builder.putInt(fighterRow.speedY());
        builder.putInt(fighterRow.speedX());
        builder.putInt(fighterRow.y());
        builder.putInt(fighterRow.x());
        builder.putInt(fighterRow.id());
    }

    @Override
    public int read() {
        view.wrap(builder.dataBuffer());
        int sum = view.frame();
        for (int i = 0, n = view.fighters(); i < n; i++) {
            final FighterView row = view.fighter(fighter, i);
            for (int number = 0; number < Fighter.NUMBERS; number++) {
                sum += row.number(number);
            }
        }
        return sum;
    }
}

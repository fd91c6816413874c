package ringside.perf.formats;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/**
 * Ringside's own: records of a layout at fixed offsets, as inputs, commands, effects and rules have it on the wire and in the
 * journal, and match states in memory. Every number is checked against its declared range when it is written.
 */
final class RingsideFormat implements Format {
    private static final int LARGEST = 1 << 24;

    private final LayoutBuilder builder = new LayoutBuilder("formats");
    private final RecordType row = builder.input();
    private final IntColumn id = number("id");
    private final IntColumn x = number("x");
    private final IntColumn y = number("y");
    private final IntColumn speedX = number("speedX");
    private final IntColumn speedY = number("speedY");
    private final IntColumn aim = number("aim");
    private final IntColumn health = number("health");
    private final IntColumn ammunition = number("ammunition");
    private final IntColumn score = number("score");
    private final IntColumn readyFrame = number("readyFrame");
    private final RecordView view;
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[StateMessage.CONTENT_BYTES]);
    private int fighters;

    RingsideFormat() {
        builder.table("none", 1).int32("none", 0, 1);
        builder.seats(1).build();
        view = new RecordView(row);
    }

    private IntColumn number(final String name) {
        return row.int32(name, -LARGEST, LARGEST);
    }

    @Override
    public String title() {
        return "Ringside";
    }

    @Override
    public String key() {
        return "ours";
    }

    @Override
    public int write(final StateMessage message) {
        bytes.putInt(0, message.frame());
        fighters = message.fighters().size();
        for (int i = 0; i < fighters; i++) {
            final Fighter fighter = message.fighters().get(i);
            view.wrap(bytes, Integer.BYTES + i * Fighter.BYTES)
                    .set(id, fighter.id())
                    .set(x, fighter.x())
                    .set(y, fighter.y())
                    .set(speedX, fighter.speedX())
                    .set(speedY, fighter.speedY())
                    .set(aim, fighter.aim())
                    .set(health, fighter.health())
                    .set(ammunition, fighter.ammunition())
                    .set(score, fighter.score())
                    .set(readyFrame, fighter.readyFrame());
        }
        return Integer.BYTES + fighters * Fighter.BYTES;
    }

    @Override
    public int read() {
        int sum = bytes.getInt(0);
        for (int i = 0; i < fighters; i++) {
            view.wrap(bytes, Integer.BYTES + i * Fighter.BYTES);
            sum += view.get(id)
                    + view.get(x)
                    + view.get(y)
                    + view.get(speedX)
                    + view.get(speedY)
                    + view.get(aim)
                    + view.get(health)
                    + view.get(ammunition)
                    + view.get(score)
                    + view.get(readyFrame);
        }
        return sum;
    }
}

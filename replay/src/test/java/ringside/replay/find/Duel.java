package ringside.replay.find;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.EffectClass;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.State;
import ringside.layout.Table;

/** A small layout with a column of every type, and a state of it. */
final class Duel {
    static final int PLAYERS = 4;
    static final int SHOTS = 3;
    static final int ONE = 1 << 16;

    final Layout layout;
    final Table players;
    final Table shots;
    final RecordType kill;
    final State state;

    Duel() {
        final LayoutBuilder builder = new LayoutBuilder("duel");
        final Table world = builder.single("world");
        world.int32("clock", Integer.MIN_VALUE, Integer.MAX_VALUE);
        world.fixed("wind", -32_768, 32_767);
        world.bool("open");
        world.int64("dice");
        final Table fighters = builder.table("players", PLAYERS);
        fighters.int8("hp", -100, 100);
        fighters.int16("team", 0, 3);
        fighters.bool("alive");
        fighters.fixed("x", -1_000, 1_000);
        fighters.text("name", 8);
        fighters.bytes("mind", 4);
        final Table bullets = builder.table("shots", SHOTS);
        bullets.ref("shooter", fighters);
        bullets.int16("damage", 0, 1_000);
        bullets.fixed("x", -1_000, 1_000);
        kill = builder.effect("kill", EffectClass.SURE);
        kill.int8("by", -1, 10);
        kill.bool("clean");
        builder.effect("pickup", EffectClass.MOMENTARY);
        layout = builder.build();
        players = layout.table("players");
        shots = layout.table("shots");
        state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
    }

    /** Brings a row to life. */
    int add(final Table table, final int index) {
        return state.addAt(table, index);
    }

    /** Writes a raw value. */
    Duel set(final String table, final int index, final String column, final long raw) {
        final Table of = layout.table(table);
        of.column(column).write(state.block(), of.rowOffset(index), raw);
        return this;
    }

    boolean holds(final String condition) {
        return holds(condition, 0);
    }

    boolean holds(final String condition, final int frame) {
        return Expression.of(condition, layout).holds(state, frame);
    }
}

package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.behavior.BehaviorTree;
import ringside.behavior.Leaves;
import ringside.behavior.xml.NodesModel;
import ringside.behavior.xml.Trees;
import ringside.engine.math.Fixed;
import ringside.layout.LayoutBuilder;
import ringside.layout.Rows;

/** The tree of the bots, and what it makes them do. */
class BotTreeTest {
    private static final long SEED = Seeds.of(BotTreeTest.class, 4);

    private static String file() throws IOException {
        try (InputStream in = Bots.class.getResourceAsStream(Bots.TREE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ArenaTables tables() {
        return new ArenaLayout(new LayoutBuilder(ArenaGame.NAME)).tables;
    }

    @Test
    void the_tree_fits_its_columns_and_a_rules_record() throws IOException {
        final ArenaTables tables = tables();
        final Leaves<BotMind> leaves = new BotLeaves(tables, new BotEyes(tables, null)).all();
        final BehaviorTree tree = Trees.parse(file(), Bots.TREE, leaves).orThrow();
        System.out.println(
                "bots.xml: " + tree.nodes() + " nodes, " + tree.words() + " words, " + tree.lengthBytes() + " bytes");
        assertTrue(tables.bots.memory.fits(tree));
        assertTrue(tree.lengthBytes() < 1024, tree.lengthBytes() + " bytes");
        assertEquals(
                tree.digest(), BehaviorTree.fromBytes(tree.toBytes(), leaves).digest());
    }

    @Test
    void the_palette_in_the_file_is_what_the_game_offers() throws IOException {
        final ArenaTables tables = tables();
        final String model = NodesModel.of(new BotLeaves(tables, new BotEyes(tables, null)).all());
        assertTrue(file().contains(model), "paste this into " + Bots.TREE + ":\n" + model);
    }

    @Test
    void a_hurt_bot_goes_to_the_nearest_pickup() {
        final ArenaRun run = ArenaRun.ofBots(1, SEED);
        final ArenaTables.PlayersTable p = run.columns.tables.players;
        run.match().set(run.body(0), p.hp, 10);
        int frames = 0;
        while (run.match().get(run.body(0), p.hp) == 10) {
            run.frame();
            frames++;
            assertTrue(frames < 12 * ArenaRun.HZ, "not there after 12 s");
        }
    }

    @Test
    void a_bot_steps_out_of_the_way_of_a_bullet_for_a_while() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(2));
        run.join("player");
        final int bot = bot(run);
        final int slot = run.match().get(bot, run.columns.tables.players.slot);
        run.place(1 - slot, 5, 16);
        run.place(slot, 12, 16);
        shootAt(run, 9, 16);
        // The bot looks every sixth frame.
        run.frames(6);
        final int y = run.match().get(bot, run.columns.tables.players.y);
        run.frames(9);
        final int way = run.match().get(bot, run.columns.tables.players.y) - y;
        assertTrue(Math.abs(way) > Fixed.ratio(1, 3), "moved aside by " + ArenaRun.metres(way));
    }

    /** The bot is in the middle of its step aside when the state is copied. */
    @Test
    void a_copy_of_the_match_goes_on_in_the_middle_of_an_action() {
        final ArenaRun run = ArenaRun.with(SEED, rules -> rules.bots(2));
        run.join("player");
        final int slot = run.match().get(bot(run), run.columns.tables.players.slot);
        run.place(1 - slot, 5, 16);
        run.place(slot, 12, 16);
        shootAt(run, 9, 16);
        run.frames(9);
        final int row = run.match().first(run.columns.tables.bots.table);
        assertNotEquals(0, run.columns.tables.bots.memory.treeOf(run.match(), row));
        assertTrue(
                run.match().frame() - run.match().get(row, run.columns.tables.bots.alarmFrame) < 15, "in the middle");
        final byte[] state = new byte[run.layout.blockBytes()];
        run.match().block().getBytes(0, state);
        final ArenaRun copy = ArenaRun.ofBots(5, SEED + 1);
        copy.frames(100);
        copy.match().block().putBytes(0, new UnsafeBuffer(state), 0, state.length);
        for (int i = 0; i < 600; i++) {
            run.frame();
            copy.frame();
            assertEquals(run.hash(), copy.hash(), "frame " + i);
        }
    }

    @Test
    void a_bot_that_rises_anew_begins_its_tree_anew() {
        final ArenaRun run = ArenaRun.ofBots(1, SEED);
        final ArenaTables tables = run.columns.tables;
        run.frames(30);
        final int row = run.match().first(tables.bots.table);
        assertNotEquals(0, tables.bots.memory.treeOf(run.match(), row));
        run.match().set(run.body(0), tables.players.alive, false);
        run.match().set(run.body(0), tables.players.respawnFrame, run.match().frame() + 10);
        run.frame();
        assertEquals(0, tables.bots.memory.treeOf(run.match(), row));
    }

    /** A bullet of the player's that flies along x. */
    private static void shootAt(final ArenaRun run, final int x, final int y) {
        final ArenaTables tables = run.columns.tables;
        final int bot = bot(run);
        final int slot = 1 - run.match().get(bot, tables.players.slot);
        final int shot = run.match().add(tables.shots.table);
        run.match().set(shot, tables.shots.team, run.match().get(run.body(slot), tables.players.team));
        run.match().set(shot, tables.shots.x, Fixed.of(x) - Fixed.of(4));
        run.match().set(shot, tables.shots.y, Fixed.of(y) + Fixed.ratio(1, 4));
        run.match().set(shot, tables.shots.shooter, run.body(slot));
        run.match().set(shot, tables.shots.endsFrame, run.match().frame() + 600);
    }

    private static int bot(final ArenaRun run) {
        final ArenaTables tables = run.columns.tables;
        return run.match().rowAt(tables.players.table, Rows.index(run.match().first(tables.bots.table)));
    }
}

package ringside.arena;

import ringside.behavior.BehaviorTree;
import ringside.behavior.TreeRunner;
import ringside.behavior.xml.TreeFile;
import ringside.engine.game.Match;
import ringside.layout.Rows;

/**
 * Bots decide what a player would decide, from what a player would see, and then play by the same rules. First a bot looks
 * ({@link BotEyes}), then its behaviour tree, {@code bots.xml}, says what to do about it. What they remember is in the
 * table {@code bots}, the tree's progress included; their only chance is the match's own.
 */
final class Bots {
    /** The tree of this version, beside this class in the jar. */
    static final String TREE = "bots.xml";

    private final ArenaTables.BotsTable bots;
    private final BotEyes eyes;
    private final BehaviorTree tree;
    private final TreeRunner<BotMind> runner;
    private final BotMind mind = new BotMind();

    Bots(final ArenaTables tables, final Vision vision) {
        bots = tables.bots;
        eyes = new BotEyes(tables, vision);
        final BotLeaves leaves = new BotLeaves(tables, eyes);
        tree = TreeFile.resource(Bots.class, TREE, leaves.all());
        runner = new TreeRunner<>(leaves.all(), bots.memory);
    }

    /** The tree that bots act by. */
    BehaviorTree tree() {
        return tree;
    }

    /** Fills in what the bot in that body wants to do in this frame. */
    void decide(final Match match, final int row, final Controls controls) {
        final int bot = match.rowAt(bots.table, Rows.index(row));
        mind.of(match, row, bot, controls);
        if (mind.looks()) {
            eyes.look(match, row, bot);
            eyes.watchForBullets(match, row, bot);
        }
        controls.moveX = 0;
        controls.moveY = 0;
        controls.fire = false;
        controls.dash = false;
        runner.tick(tree, mind);
    }

    /** A bot that rises anew has forgotten whom it fought, and what it was about to do. */
    void forget(final Match match, final int row) {
        final int bot = match.rowAt(bots.table, Rows.index(row));
        if (bot != Rows.NONE) {
            match.set(bot, bots.target, ArenaTables.NOBODY);
            match.set(bot, bots.goalNode, ArenaTables.NOBODY);
            bots.memory.clear(match, bot);
        }
    }
}

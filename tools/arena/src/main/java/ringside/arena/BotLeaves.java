package ringside.arena;

import ringside.behavior.IntPort;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.Tick;
import ringside.engine.math.Fixed;

/**
 * What the tree of the bots can ask and do, by the names that it uses in {@code bots.xml}. Whatever they know of others,
 * {@link BotEyes} has seen.
 */
final class BotLeaves {
    private static final IntPort HP = IntPort.of("hp", 1, Fighters.FULL_HP);
    private static final IntPort METRES = IntPort.of("metres", 1, 100);
    private static final IntPort MSEC = IntPort.of("msec", 0, 60_000);
    private static final IntPort PERCENT = IntPort.of("percent", 0, 100);

    private final ArenaTables.PlayersTable players;
    private final ArenaTables.BotsTable bots;
    private final BotEyes eyes;
    private final Leaves<BotMind> leaves = new Leaves<>();

    BotLeaves(final ArenaTables tables, final BotEyes eyes) {
        players = tables.players;
        bots = tables.bots;
        this.eyes = eyes;
        leaves.condition("SeesEnemy", this::seesEnemy)
                .condition("RemembersEnemy", this::remembersEnemy)
                .condition("EnemyWithin", this::enemyWithin, METRES)
                .condition("HasReacted", this::hasReacted, MSEC)
                .condition("LowHealth", this::lowHealth, HP)
                .condition("BulletComing", this::bulletComing)
                .condition("CanDash", this::canDash)
                .action("Chance", BotLeaves::chance, PERCENT)
                .action("ForgetEnemy", this::forgetEnemy);
        new BotFeet(tables).offer(leaves);
        new BotHand(tables, eyes).offer(leaves);
    }

    Leaves<BotMind> all() {
        return leaves;
    }

    private boolean seesEnemy(final BotMind mind, final Tick tick) {
        return eyes.seesTarget(mind.match(), mind.row());
    }

    private boolean remembersEnemy(final BotMind mind, final Tick tick) {
        return mind.match().get(mind.row(), bots.target) != ArenaTables.NOBODY;
    }

    /** Its distance when it was last seen. */
    private boolean enemyWithin(final BotMind mind, final Tick tick) {
        final int x = mind.match().get(mind.row(), bots.seenX) - mind.match().get(mind.body(), players.x);
        final int y = mind.match().get(mind.row(), bots.seenY) - mind.match().get(mind.body(), players.y);
        final long metres = Fixed.of(tick.port(METRES));
        return Fixed.lengthSquared(x, y) < metres * metres;
    }

    /** The enemy has been in sight for as long as it takes to see who it is. */
    private boolean hasReacted(final BotMind mind, final Tick tick) {
        return mind.frame() - mind.match().get(mind.row(), bots.noticedFrame) >= tick.frames(MSEC);
    }

    private boolean lowHealth(final BotMind mind, final Tick tick) {
        return mind.match().get(mind.body(), players.hp) < tick.port(HP);
    }

    private boolean bulletComing(final BotMind mind, final Tick tick) {
        return mind.match().get(mind.row(), bots.alarmFrame) == mind.frame();
    }

    private boolean canDash(final BotMind mind, final Tick tick) {
        return mind.match().get(mind.body(), players.dash) == 0;
    }

    /** An action, because it draws: a tree that asks twice gets two answers. */
    private static Status chance(final BotMind mind, final Tick tick) {
        return mind.match().random(100) < tick.port(PERCENT) ? Status.SUCCESS : Status.FAILURE;
    }

    private Status forgetEnemy(final BotMind mind, final Tick tick) {
        mind.match().set(mind.row(), bots.target, ArenaTables.NOBODY);
        return Status.SUCCESS;
    }
}

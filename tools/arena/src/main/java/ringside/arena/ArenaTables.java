package ringside.arena;

import ringside.behavior.TreeMemory;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.RefColumn;
import ringside.layout.Table;
import ringside.layout.Visibility;

/**
 * Everything a match of Arena remembers.
 *
 * <p>Who fights is spread over three tables by who may know it. {@code players} holds bodies, which walls hide; {@code
 * roster} holds names and scores, which everyone sees; {@code bots} holds what bots think, which nobody sees. A fighter
 * has the same row number in all three: its slot. Views number rows per viewer, so bodies and effects carry the slot.
 *
 * <p>What counts down is kept as the frame in which it ends where possible: such a value costs a view nothing until it
 * changes. Lengths are in metres, speeds in metres a second, angles in {@link #ANGLES}ths of a turn.
 */
final class ArenaTables {
    static final int SEATS = ArenaLayout.SEATS;
    static final int NOBODY = ArenaLayout.NOBODY;

    /** Angles in a turn, as shown: 0.09 degrees are finer than a screen. */
    static final int ANGLES = 4096;

    /** Low bits of an {@link ringside.engine.math.Angle} that are not shown. */
    static final int ANGLE_SHIFT = 4;

    /** Bits behind the point of what views show: a millimetre. Bodies move on that grid, so a view shows all there is. */
    static final int GRID_BITS = 10;

    static final int MOST_POINTS = 9999;
    static final int MOST_ROUNDS = 30_000;

    /** A bullet is drawn for a moment while it flies: 1.6 cm will do. */
    private static final int SHOT_BITS = 6;

    final RoundTable round;
    final PlayersTable players;
    final RosterTable roster;
    final ShotsTable shots;
    final PickupsTable pickups;
    final WallsTable walls;
    final BotsTable bots;

    ArenaTables(final LayoutBuilder layout) {
        round = new RoundTable(layout.single("round"));
        players = new PlayersTable(layout.table("players", SEATS));
        roster = new RosterTable(layout.table("roster", SEATS));
        shots = new ShotsTable(layout.table("projectiles", SEATS * Shots.MOST_PER_FIGHTER), players.table);
        pickups = new PickupsTable(layout.table("pickups", ArenaMap.PICKUPS));
        walls = new WallsTable(layout.table("walls", ArenaMap.WALLS));
        bots = new BotsTable(layout.table("bots", SEATS).hidden());
    }

    /** The clock of the match, and what those must know who are not handed the rules. */
    static final class RoundTable {
        final Table table;
        final IntColumn phase;
        final IntColumn number;

        /** The frame in which the phase ends; 0 while it waits for fighters. */
        final IntColumn endsFrame;

        /** Slot and team of who won the last round; {@link #NOBODY} before it, and after a draw. */
        final IntColumn winner;

        final IntColumn winnerTeam;
        final IntColumn winnerScore;

        /** Frames a second: clients predict with it. */
        final IntColumn hz;

        final BoolColumn fog;

        /** Two teams, for good: who is on whose side does not change while a match runs. */
        final BoolColumn teams;

        /** Names the tree that bots act by; 0 for {@code bots.xml}. */
        final LongColumn botTree;

        private RoundTable(final Table round) {
            table = round;
            phase = round.int8("phase", Rounds.WARMUP, Rounds.OVER);
            number = round.int16("number", 0, MOST_ROUNDS);
            endsFrame = round.int32("endsFrame", 0, Integer.MAX_VALUE);
            winner = round.int8("winner", NOBODY, SEATS - 1).withDefault(NOBODY);
            winnerTeam = round.int8("winnerTeam", NOBODY, SEATS - 1).withDefault(NOBODY);
            winnerScore = round.int16("winnerScore", 0, MOST_POINTS);
            hz = round.int16("hz", 1, 1000);
            fog = round.bool("fog");
            teams = round.bool("teams").visibleTo(Visibility.NOBODY);
            botTree = round.int64("botTree").visibleTo(Visibility.NOBODY);
        }
    }

    /** Bodies: walls hide them. */
    static final class PlayersTable {
        final Table table;

        /** {@link #NOBODY} for a bot. */
        final IntColumn seat;

        /** Who fights together; without teams everyone's own slot. Clients colour by it. */
        final IntColumn team;

        final IntColumn slot;
        final BoolColumn alive;
        final IntColumn hp;
        final IntColumn aim;
        final FixedColumn x;
        final FixedColumn y;
        final FixedColumn vx;
        final FixedColumn vy;

        /** Frames until the next dash; the first of them are the dash itself. */
        final IntColumn dash;

        final IntColumn ammo;

        /** The frame in which the weapon fires again. */
        final IntColumn readyFrame;

        final IntColumn respawnFrame;

        /** The frame in which this life began: who lived before it is not this one's to be hit for. */
        final IntColumn spawnFrame;

        private PlayersTable(final Table players) {
            table = players;
            seat = players.owner("seat");
            team = players.team("team", 0, SEATS - 1);
            slot = players.int8("slot", 0, SEATS - 1);
            alive = players.bool("alive");
            hp = players.int8("hp", 0, Fighters.FULL_HP);
            aim = players.int16("aim", 0, ANGLES - 1).predicted().smooth(3);
            x = players.fixed("x", 0, ArenaMap.WIDTH)
                    .shownFractionBits(GRID_BITS)
                    .rewound()
                    .predicted()
                    .smooth(4);
            y = players.fixed("y", 0, ArenaMap.HEIGHT)
                    .shownFractionBits(GRID_BITS)
                    .rewound()
                    .predicted()
                    .smooth(4);
            vx = speed(players, "vx");
            vy = speed(players, "vy");
            dash = players.int16("dash", 0, 2000)
                    .visibleTo(Visibility.OWNER)
                    .predicted()
                    .smooth(0);
            ammo = players.int8("ammo", 0, Shots.MAGAZINE).visibleTo(Visibility.OWNER);
            readyFrame = players.int32("readyFrame", 0, Integer.MAX_VALUE).visibleTo(Visibility.OWNER);
            respawnFrame = players.int32("respawnFrame", 0, Integer.MAX_VALUE).visibleTo(Visibility.OWNER);
            players.hidden();
            spawnFrame = players.int32("spawnFrame", 0, Integer.MAX_VALUE);
        }

        private static FixedColumn speed(final Table players, final String name) {
            return players.fixed(name, -Movement.MOST_SPEED, Movement.MOST_SPEED)
                    .shownFractionBits(GRID_BITS)
                    .visibleTo(Visibility.OWNER)
                    .predicted()
                    .smooth(7);
        }
    }

    /** Names and scores: everyone sees them. */
    static final class RosterTable {
        final Table table;
        final IntColumn slot;
        final IntColumn team;
        final BoolColumn bot;
        final BoolColumn ready;
        final IntColumn score;
        final IntColumn deaths;
        final BytesColumn name;

        private RosterTable(final Table roster) {
            table = roster;
            slot = roster.int8("slot", 0, SEATS - 1);
            team = roster.int8("team", 0, SEATS - 1);
            bot = roster.bool("bot");
            ready = roster.bool("ready");
            score = roster.int16("score", 0, MOST_POINTS);
            deaths = roster.int16("deaths", 0, MOST_POINTS);
            name = roster.text("name", ArenaLayout.NAME_BYTES);
        }
    }

    /** Bullets in flight. */
    static final class ShotsTable {
        final Table table;
        final IntColumn team;
        final IntColumn angle;
        final FixedColumn x;
        final FixedColumn y;
        final RefColumn shooter;
        final IntColumn endsFrame;

        private ShotsTable(final Table shots, final Table players) {
            table = shots;
            team = shots.int8("team", 0, SEATS - 1);
            angle = shots.int16("angle", 0, ANGLES - 1);
            x = shots.fixed("x", 0, ArenaMap.WIDTH).shownFractionBits(SHOT_BITS).smooth(0);
            y = shots.fixed("y", 0, ArenaMap.HEIGHT)
                    .shownFractionBits(SHOT_BITS)
                    .smooth(0);
            // A bullet that is seen does not give away a shooter who is not.
            shots.hidden();
            shooter = shots.ref("shooter", players);
            endsFrame = shots.int32("endsFrame", 0, Integer.MAX_VALUE);
        }
    }

    /** What lies about to be picked up. */
    static final class PickupsTable {
        final Table table;
        final IntColumn kind;
        final BoolColumn active;
        final IntColumn x;
        final IntColumn y;

        /** The frame in which it is back, while it is not active. */
        final IntColumn respawnFrame;

        private PickupsTable(final Table pickups) {
            table = pickups;
            kind = pickups.int8("kind", Pickups.SMALL, Pickups.LARGE);
            active = pickups.bool("active");
            x = pickups.int8("x", 0, ArenaMap.WIDTH);
            y = pickups.int8("y", 0, ArenaMap.HEIGHT);
            respawnFrame = pickups.int32("respawnFrame", 0, Integer.MAX_VALUE);
        }
    }

    /** The walls, for whoever draws them; they never change. x and y are the corner nearest to the origin. */
    static final class WallsTable {
        final Table table;
        final IntColumn x;
        final IntColumn y;
        final IntColumn w;
        final IntColumn h;

        private WallsTable(final Table walls) {
            table = walls;
            x = walls.int8("x", 0, ArenaMap.WIDTH);
            y = walls.int8("y", 0, ArenaMap.HEIGHT);
            w = walls.int8("w", 1, ArenaMap.WIDTH);
            h = walls.int8("h", 1, ArenaMap.HEIGHT);
        }
    }

    /** What bots think. */
    static final class BotsTable {
        /** Room for the tree of this version, and for a larger one. */
        private static final int TREE_WORDS = 20;

        final Table table;

        /** Which tree it acts by, and how far it has come in it. */
        final TreeMemory memory;

        /** The slot of the enemy it fights or hunts. */
        final IntColumn target;

        /** Whichever way it steps aside: -1, 0 or 1. */
        final IntColumn strafe;

        /** The waypoint nearest to its goal, and the one it walks to; -1 for none, and for the goal itself. */
        final IntColumn goalNode;

        final IntColumn hop;

        /** How far its hand is off, in 1/65,536ths of a turn. */
        final IntColumn wobble;

        /** When it began to see its target, and when it last did. */
        final IntColumn noticedFrame;

        final IntColumn seenFrame;

        /** When it last saw a bullet coming, and the way out of that one's way. */
        final IntColumn alarmFrame;

        final IntColumn alarmAngle;

        /** Where it last saw its target, and how fast that seemed to move. */
        final FixedColumn seenX;

        final FixedColumn seenY;
        final FixedColumn seenVx;
        final FixedColumn seenVy;
        final FixedColumn goalX;
        final FixedColumn goalY;

        private BotsTable(final Table bots) {
            table = bots;
            target = bots.int8("target", NOBODY, SEATS - 1).withDefault(NOBODY);
            strafe = bots.int8("strafe", -1, 1);
            goalNode = bots.int8("goalNode", -1, Byte.MAX_VALUE).withDefault(-1);
            hop = bots.int8("hop", -1, Byte.MAX_VALUE).withDefault(-1);
            wobble = bots.int16("wobble", Short.MIN_VALUE, Short.MAX_VALUE);
            noticedFrame = bots.int32("noticedFrame", 0, Integer.MAX_VALUE);
            seenFrame = bots.int32("seenFrame", 0, Integer.MAX_VALUE);
            alarmFrame = bots.int32("alarmFrame", 0, Integer.MAX_VALUE);
            alarmAngle = bots.int16("alarmAngle", 0, ANGLES - 1);
            seenX = bots.fixed("seenX", 0, ArenaMap.WIDTH);
            seenY = bots.fixed("seenY", 0, ArenaMap.HEIGHT);
            seenVx = bots.fixed("seenVx", -Movement.MOST_SPEED, Movement.MOST_SPEED);
            seenVy = bots.fixed("seenVy", -Movement.MOST_SPEED, Movement.MOST_SPEED);
            goalX = bots.fixed("goalX", 0, ArenaMap.WIDTH);
            goalY = bots.fixed("goalY", 0, ArenaMap.HEIGHT);
            memory = TreeMemory.declare(bots, TREE_WORDS);
        }
    }
}

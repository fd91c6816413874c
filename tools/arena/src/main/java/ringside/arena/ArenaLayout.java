package ringside.arena;

import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.EffectClass;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;

/** Everything a match of Arena receives, shows once and leaves behind; what it remembers is in {@link ArenaTables}. */
final class ArenaLayout {
    static final int SEATS = 10;
    static final int NOBODY = -1;
    static final int NAME_BYTES = 16;

    /** Room for a compiled tree of bots. Every match carries it in every snapshot, so it is no larger than need be. */
    static final int TREE_BYTES = 512;

    final Input input;
    final Rules rules;
    final Join join;
    final Result result;
    final Commands commands;
    final Effects effects;
    final ArenaTables tables;

    ArenaLayout(final LayoutBuilder layout) {
        layout.seats(SEATS).logicVersion(4);
        input = new Input(layout.input());
        rules = new Rules(layout.rules());
        join = new Join(layout.join());
        result = new Result(layout.result());
        commands = new Commands(layout);
        effects = new Effects(layout);
        tables = new ArenaTables(layout);
    }

    /** What a player does in a frame. */
    static final class Input {
        final IntColumn moveX;
        final IntColumn moveY;
        final IntColumn aim;
        final BoolColumn fire;
        final BoolColumn dash;

        private Input(final RecordType fields) {
            moveX = fields.int8("moveX", -Controls.FULL, Controls.FULL);
            moveY = fields.int8("moveY", -Controls.FULL, Controls.FULL);
            aim = fields.int32("aim", 0, (1 << 16) - 1);
            fire = fields.bool("fire");
            dash = fields.bool("dash").whenMissing(Missing.ZERO).mergedBy(Merge.OR);
        }
    }

    /** What an operator sets. */
    static final class Rules {
        /** Bots come in until there are so many fighters, and go as players join. */
        final IntColumn bots;

        /** Bots play on while no player is there; without it the match waits for one. */
        final BoolColumn botsAlone;

        /** Points of a fighter, or of a team, that end a round. */
        final IntColumn scoreLimit;

        final IntColumn roundSeconds;

        /** Rounds until the match ends; 0 for ever. */
        final IntColumn rounds;

        /** Walls hide what is behind them. */
        final BoolColumn fog;

        /** Two teams, instead of everyone against everyone. */
        final BoolColumn teams;

        /** Health that a bullet takes. */
        final IntColumn damage;

        /** How long the dead lie. */
        final IntColumn respawnMs;

        /** What bots do, compiled from a file like {@code bots.xml}; zeros for that one. */
        final BytesColumn botTree;

        private Rules(final RecordType fields) {
            bots = fields.int8("bots", 0, SEATS).withDefault(6);
            botsAlone = fields.bool("botsAlone");
            scoreLimit = fields.int8("scoreLimit", 1, 100).withDefault(20);
            roundSeconds = fields.int16("roundSeconds", 5, 600).withDefault(120);
            rounds = fields.int8("rounds", 0, 100);
            fog = fields.bool("fog").withDefault(true);
            teams = fields.bool("teams");
            damage = fields.int8("damage", 1, Fighters.FULL_HP).withDefault(25);
            respawnMs = fields.int32("respawnMs", 0, 60_000).withDefault(2000);
            botTree = fields.bytes("botTree", TREE_BYTES);
        }
    }

    /** What a player brings. */
    static final class Join {
        final BytesColumn name;

        private Join(final RecordType fields) {
            name = fields.text("name", NAME_BYTES);
        }
    }

    /** What a match leaves behind: its last full round's winner. */
    static final class Result {
        final BytesColumn winner;
        final IntColumn topScore;
        final IntColumn rounds;

        private Result(final RecordType fields) {
            winner = fields.text("winner", NAME_BYTES);
            topScore = fields.int16("topScore", 0, ArenaTables.MOST_POINTS);
            rounds = fields.int16("rounds", 0, ArenaTables.MOST_ROUNDS);
        }
    }

    /** Requests that are not tied to a frame. */
    static final class Commands {
        /** Skips the wait for the next round once every player asked for it. */
        final RecordType ready;

        final RecordType taunt;
        final IntColumn tauntKind;

        private Commands(final LayoutBuilder layout) {
            ready = layout.command("ready");
            taunt = layout.command("taunt");
            tauntKind = taunt.int8("kind", 0, 3);
        }
    }

    /** What is shown once. */
    static final class Effects {
        final RecordType shot;
        final IntColumn shotSlot;

        final RecordType hit;
        final IntColumn hitSlot;
        final IntColumn hitDamage;

        /** Which way the bullet flew. */
        final IntColumn hitAngle;

        final RecordType kill;
        final IntColumn killer;
        final IntColumn victim;

        final RecordType pickup;
        final IntColumn pickupSlot;
        final IntColumn pickupKind;

        final RecordType roundOver;
        final IntColumn winner;
        final IntColumn winnerTeam;
        final IntColumn winnerScore;

        final RecordType taunt;
        final IntColumn tauntSlot;
        final IntColumn tauntKind;

        private Effects(final LayoutBuilder layout) {
            shot = layout.effect("shot", EffectClass.MOMENTARY);
            shotSlot = slot(shot, "slot");
            hit = layout.effect("hit", EffectClass.MOMENTARY);
            hitSlot = slot(hit, "slot");
            hitDamage = hit.int8("damage", 0, Fighters.FULL_HP);
            hitAngle = hit.int16("angle", 0, ArenaTables.ANGLES - 1);
            kill = layout.effect("kill", EffectClass.SURE);
            killer = slot(kill, "killer");
            victim = slot(kill, "victim");
            pickup = layout.effect("pickup", EffectClass.MOMENTARY);
            pickupSlot = slot(pickup, "slot");
            pickupKind = pickup.int8("kind", 0, 1);
            roundOver = layout.effect("roundOver", EffectClass.SURE);
            winner = slot(roundOver, "winner");
            winnerTeam = slot(roundOver, "team");
            winnerScore = roundOver.int16("score", 0, ArenaTables.MOST_POINTS);
            taunt = layout.effect("taunt", EffectClass.MOMENTARY);
            tauntSlot = slot(taunt, "slot");
            tauntKind = taunt.int8("kind", 0, 3);
        }

        private static IntColumn slot(final RecordType effect, final String name) {
            return effect.int8(name, NOBODY, SEATS - 1);
        }
    }
}

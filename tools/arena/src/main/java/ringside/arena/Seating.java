package ringside.arena;

import ringside.engine.game.Match;
import ringside.layout.Rows;

/** Who takes part: a fighter for every player, and bots where the rules ask for more. */
final class Seating {
    private static final String[] BOT_NAMES = {
        "Ada", "Blaise", "Carl", "Daphne", "Emmy", "Felix", "Grace", "Hedy", "Isaac", "Joan"
    };

    private final ArenaLayout layout;
    private final ArenaTables.PlayersTable players;
    private final ArenaTables.RosterTable roster;
    private final ArenaTables.BotsTable bots;
    private final Fighters fighters;
    private final Shots shots;

    Seating(final ArenaLayout layout, final Fighters fighters, final Shots shots) {
        this.layout = layout;
        this.players = layout.tables.players;
        this.roster = layout.tables.roster;
        this.bots = layout.tables.bots;
        this.fighters = fighters;
        this.shots = shots;
    }

    /** A player comes in; if need be a bot makes room. */
    void join(final Match match, final int seat) {
        if (match.count(bots.table) > 0 && match.count(players.table) >= wanted(match)) {
            removeLastBot(match);
        }
        final String name = match.joined(seat).getText(layout.join.name);
        add(match, seat, name.isBlank() ? "Player " + match.player(seat) : name);
    }

    void leave(final Match match, final int seat) {
        final int row = fighters.ofSeat(match, seat);
        if (row != Rows.NONE) {
            remove(match, row);
        }
        fill(match);
    }

    /** The rules ask for other numbers: bots come, or go. */
    void adjust(final Match match) {
        while (match.count(bots.table) > 0 && match.count(players.table) > wanted(match)) {
            removeLastBot(match);
        }
        fill(match);
    }

    /** Lets bots in until there are as many fighters as the rules ask for. */
    void fill(final Match match) {
        while (match.count(players.table) < wanted(match)) {
            final int row = add(match, ArenaTables.NOBODY, "");
            match.addAt(bots.table, Rows.index(row));
            match.setText(fighters.entryOf(match, row), roster.name, BOT_NAMES[Rows.index(row)]);
        }
    }

    private int wanted(final Match match) {
        return match.rules().get(layout.rules.bots);
    }

    private int add(final Match match, final int seat, final String name) {
        final int row = match.add(players.table);
        final int slot = Rows.index(row);
        final int team = match.rules().get(layout.rules.teams) ? smallerTeam(match, row) : slot;
        match.set(row, players.seat, seat);
        match.set(row, players.slot, slot);
        match.set(row, players.team, team);
        final int entry = match.addAt(roster.table, slot);
        match.set(entry, roster.slot, slot);
        match.set(entry, roster.team, team);
        match.set(entry, roster.bot, seat == ArenaTables.NOBODY);
        match.setText(entry, roster.name, name);
        fighters.spawn(match, row);
        return row;
    }

    /** The team of two that has fewer fighters, not counting the one who is to join it. */
    private int smallerTeam(final Match match, final int self) {
        int balance = 0;
        for (int row = match.first(players.table); row != Rows.NONE; row = match.next(players.table, row)) {
            if (row != self) {
                balance += match.get(row, players.team) == 0 ? 1 : -1;
            }
        }
        return balance > 0 ? 1 : 0;
    }

    private void removeLastBot(final Match match) {
        int last = Rows.NONE;
        for (int bot = match.first(bots.table); bot != Rows.NONE; bot = match.next(bots.table, bot)) {
            last = bot;
        }
        final int row = match.rowAt(players.table, Rows.index(last));
        match.remove(bots.table, last);
        remove(match, row);
    }

    private void remove(final Match match, final int row) {
        shots.removeOf(match, row);
        match.remove(roster.table, fighters.entryOf(match, row));
        match.remove(players.table, row);
    }
}

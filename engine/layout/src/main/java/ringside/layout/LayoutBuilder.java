package ringside.layout;

import java.util.ArrayList;
import java.util.List;

/** Where a game declares its layout. Used once, at start-up, on one thread. */
public final class LayoutBuilder {
    /** The most seats of one match. */
    public static final int MAX_SEATS = 256;

    private final String game;
    private int logicVersion = 1;
    private int seats = 1;
    private final List<Table> tables = new ArrayList<>();
    private final RecordType input = new RecordType("input", RecordKind.INPUT, 0);
    private final RecordType join = new RecordType("join", RecordKind.JOIN, 0);
    private final RecordType rules = new RecordType("rules", RecordKind.RULES, 0);
    private final RecordType result = new RecordType("result", RecordKind.RESULT, 0);
    private final List<RecordType> commands = new ArrayList<>();
    private final List<RecordType> effects = new ArrayList<>();
    private boolean built;

    public LayoutBuilder(final String game) {
        Fields.requireName(game);
        this.game = game;
    }

    /** Says which logic this is; raise it whenever the same events would lead to other states. */
    public LayoutBuilder logicVersion(final int version) {
        logicVersion = version;
        return this;
    }

    /** Declares the most players of one match, 1 to {@link #MAX_SEATS}. */
    public LayoutBuilder seats(final int count) {
        if (count < 1 || count > MAX_SEATS) {
            throw new LayoutException(game + ": " + count + " seats; 1 to " + MAX_SEATS + " are possible");
        }
        seats = count;
        return this;
    }

    /** Adds a table of at most {@code capacity} rows. */
    public Table table(final String name, final int capacity) {
        return add(name, capacity, false);
    }

    /** Adds a table of exactly one row, which always lives: a match's clock, its score. */
    public Table single(final String name) {
        return add(name, 1, true);
    }

    private Table add(final String name, final int capacity, final boolean single) {
        requireOpen();
        Fields.requireName(name);
        for (final Table table : tables) {
            if (table.name().equals(name)) {
                throw new LayoutException("table " + name + " is declared twice");
            }
        }
        final Table table = new Table(name, tables.size(), capacity, single);
        tables.add(table);
        return table;
    }

    /** The fields of a player's input for one frame. */
    public RecordType input() {
        return input;
    }

    /** What a player brings when joining: name, team, skin. */
    public RecordType join() {
        return join;
    }

    /** What an operator sets for a match: limits, durations. Fixed at creation and hashed. */
    public RecordType rules() {
        return rules;
    }

    /** What a match leaves behind when it ends. */
    public RecordType result() {
        return result;
    }

    /** Adds a command: a reliable, ordered request that is not tied to a frame. */
    public RecordType command(final String name) {
        return named(commands, name, RecordKind.COMMAND);
    }

    /** Adds an effect: something shown once. */
    public RecordType effect(final String name, final EffectClass effectClass) {
        final RecordType effect = named(effects, name, RecordKind.EFFECT);
        effect.effectClass(effectClass);
        return effect;
    }

    private RecordType named(final List<RecordType> list, final String name, final RecordKind kind) {
        requireOpen();
        Fields.requireName(name);
        for (final RecordType existing : list) {
            if (existing.name().equals(name)) {
                throw new LayoutException(kind + " " + name + " is declared twice");
            }
        }
        if (list.size() == 255) {
            throw new LayoutException(game + ": more than 255 " + kind + " types");
        }
        final RecordType record = new RecordType(name, kind, list.size());
        list.add(record);
        return record;
    }

    /** Fixes every offset. A builder builds once. */
    public Layout build() {
        requireOpen();
        built = true;
        return new Layout(this);
    }

    private void requireOpen() {
        if (built) {
            throw new LayoutException(game + ": this layout is built already");
        }
    }

    public String game() {
        return game;
    }

    int logicVersion() {
        return logicVersion;
    }

    /** The most players of one match, as declared so far. */
    public int seats() {
        return seats;
    }

    /** The tables declared so far. */
    public List<Table> tables() {
        return tables;
    }

    /** The commands declared so far. */
    public List<RecordType> commands() {
        return commands;
    }

    /** The effects declared so far. */
    public List<RecordType> effects() {
        return effects;
    }
}

package ringside.server.toml;

import java.util.List;

/** A table of a file: its entries in the order in which they stand there. Immutable. */
public record TomlTable(List<TomlEntry> entries) {
    public TomlTable {
        entries = List.copyOf(entries);
    }

    @Override
    public String toString() {
        return "a table";
    }
}

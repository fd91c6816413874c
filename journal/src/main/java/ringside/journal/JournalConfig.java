package ringside.journal;

/**
 * How a journal is kept. Immutable.
 *
 * @param durability when an event counts as safe
 * @param store how files are laid out
 * @param backgroundSyncNs at {@link Durability#MAPPED}, the time from one sync to the next: what a loss of power may cost
 * @param keep what happens to files that are full
 * @param verifyFrom opening verifies from the file that holds this position on: that of a good checkpoint; 0: everything
 */
public record JournalConfig(
        Durability durability, StoreConfig store, KeepConfig keep, long backgroundSyncNs, long verifyFrom) {
    /** MAPPED, the default store, everything kept, a sync every second in the background, everything verified. */
    public static final JournalConfig DEFAULT =
            new JournalConfig(Durability.MAPPED, StoreConfig.DEFAULT, KeepConfig.DEFAULT, 1_000_000_000, 0);

    public JournalConfig {
        if (backgroundSyncNs < 0 || verifyFrom < 0) {
            throw new IllegalArgumentException("journal: backgroundSyncNs is " + backgroundSyncNs
                    + " and verifyFrom is " + verifyFrom + ", both must be 0 or more");
        }
    }

    public JournalConfig withDurability(final Durability newDurability) {
        return new JournalConfig(newDurability, store, keep, backgroundSyncNs, verifyFrom);
    }

    public JournalConfig withStore(final StoreConfig newStore) {
        return new JournalConfig(durability, newStore, keep, backgroundSyncNs, verifyFrom);
    }

    public JournalConfig withKeep(final KeepConfig newKeep) {
        return new JournalConfig(durability, store, newKeep, backgroundSyncNs, verifyFrom);
    }

    public JournalConfig withVerifyFrom(final long position) {
        return new JournalConfig(durability, store, keep, backgroundSyncNs, position);
    }
}

package ringside.simulator.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine's disk: files and folders, each as processes see them and as the disk has them. What was written is there for every
 * process; what was synced is there after the power was lost, too. A name is on the disk once its folder was synced. Not
 * thread-safe; what happens and how long it takes is decided by whoever asks.
 */
public final class SimDisk {
    /** A folder in {@link #names}. */
    private static final Inode FOLDER = new Inode();

    private TreeMap<String, Inode> names = new TreeMap<>(Map.of("/", FOLDER));
    private TreeMap<String, Inode> namesOnDisk = new TreeMap<>(names);
    /** Changes of names that are not on the disk yet, the oldest first. */
    private final List<Change> changes = new ArrayList<>();

    private long capacityBytes = Long.MAX_VALUE;
    private boolean ignoresSyncs;
    private boolean ignoresFolderSyncs;

    /** One change of names; {@code from} and {@code to} are null where nothing goes or comes. */
    private static final class Change {
        private final @Nullable String from;
        private final @Nullable String to;
        private final Inode inode;
        private boolean isSynced;

        Change(final @Nullable String from, final @Nullable String to, final Inode inode) {
            this.from = from;
            this.to = to;
            this.inode = inode;
        }

        boolean concerns(final String folder) {
            return (from != null && parent(from).equals(folder))
                    || (to != null && parent(to).equals(folder));
        }

        void applyTo(final Map<String, Inode> tree) {
            final String gone = from;
            final String made = to;
            final Inode file = inode;
            if (gone != null) {
                tree.remove(gone, file);
            }
            if (made != null && tree.containsKey(parent(made))) {
                tree.put(made, file);
            }
        }
    }

    static String parent(final String path) {
        final int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** From now on syncs of files do nothing, and say that they did. */
    public void ignoreSyncs() {
        ignoresSyncs = true;
    }

    /** The same with those of folders. */
    public void ignoreFolderSyncs() {
        ignoresFolderSyncs = true;
    }

    void sync(final Inode file) {
        if (!ignoresSyncs) {
            file.sync();
        }
    }

    /** Allows so many bytes of files. */
    public void capacityBytes(final long bytes) {
        capacityBytes = bytes;
    }

    public long usedBytes() {
        long used = 0;
        for (final Inode file : names.values()) {
            used += file.size();
        }
        return used;
    }

    public long freeBytes() {
        return Math.max(0, capacityBytes - usedBytes());
    }

    // ---- for the file system

    @Nullable
    Inode find(final String path) {
        return names.get(path);
    }

    boolean isFolder(final String path) {
        return names.get(path) == FOLDER;
    }

    Inode require(final String path) throws NoSuchFileException {
        final Inode file = names.get(path);
        if (file == null) {
            throw new NoSuchFileException(path);
        }
        return file;
    }

    Inode create(final String path) throws IOException {
        requireFolder(parent(path));
        final Inode made = new Inode();
        change(new Change(null, path, made));
        return made;
    }

    void createFolder(final String path) throws IOException {
        requireFolder(parent(path));
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        change(new Change(null, path, FOLDER));
    }

    private void requireFolder(final String path) throws IOException {
        if (!names.containsKey(path)) {
            throw new NoSuchFileException(path);
        }
        if (!isFolder(path)) {
            throw new NotDirectoryException(path);
        }
    }

    void delete(final String path) throws IOException {
        require(path);
        if (isFolder(path) && !list(path).isEmpty()) {
            throw new DirectoryNotEmptyException(path);
        }
        change(new Change(path, null, require(path)));
    }

    void move(final String from, final String to) throws IOException {
        if (require(from) == FOLDER) {
            throw new IOException(from + ": folders are not moved here");
        }
        requireFolder(parent(to));
        change(new Change(from, to, require(from)));
    }

    private void change(final Change change) {
        change.applyTo(names);
        changes.add(change);
    }

    List<String> list(final String folder) throws IOException {
        requireFolder(folder);
        final String prefix = folder.equals("/") ? "/" : folder + "/";
        final List<String> found = new ArrayList<>();
        for (final String path : names.tailMap(prefix, false).keySet()) {
            if (!path.startsWith(prefix)) {
                break;
            }
            if (path.indexOf('/', prefix.length()) < 0) {
                found.add(path);
            }
        }
        return found;
    }

    /** Throws as Linux does when the disk has no room for so many bytes more. */
    void requireRoom(final long moreBytes) throws IOException {
        if (moreBytes > 0 && capacityBytes < Long.MAX_VALUE && moreBytes > freeBytes()) {
            throw new IOException("No space left on device");
        }
    }

    /** The names in a folder are on the disk from now on. */
    void syncFolder(final String folder) {
        if (ignoresFolderSyncs) {
            return;
        }
        for (final Change change : changes) {
            change.isSynced |= change.concerns(folder);
        }
        while (!changes.isEmpty() && changes.get(0).isSynced) {
            changes.remove(0).applyTo(namesOnDisk);
        }
    }

    // ---- what may happen to it

    /** The processes are gone; the machine is not. */
    public void killed() {
        names.values().forEach(Inode::unmap);
    }

    /**
     * The power is lost. Of the names that were changed since their folder was synced, the first some are on the disk; of files the
     * pieces that happened to be written.
     *
     * @param pieceBytes what the disk writes whole or not at all
     * @param newNames how many of the last changes of names reached it
     * @param reached asked for each piece
     */
    public void losePower(final int pieceBytes, final int newNames, final BooleanSupplier reached) {
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).isSynced || i < newNames) {
                changes.get(i).applyTo(namesOnDisk);
            }
        }
        changes.clear();
        names = new TreeMap<>(namesOnDisk);
        for (final Inode file : List.copyOf(names.values())) {
            if (file != FOLDER) {
                file.losePower(pieceBytes, reached);
            }
        }
        namesOnDisk = new TreeMap<>(names);
    }

    /** Changes of names that a loss of power may undo. */
    public int pendingNames() {
        return changes.size();
    }

    /** The files whose path ends so, and that hold anything; in order. */
    public List<String> files(final String suffix) {
        return names.entrySet().stream()
                .filter(each ->
                        each.getKey().endsWith(suffix) && each.getValue().size() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    public int size(final String path) {
        final Inode file = names.get(path);
        return file == null ? 0 : file.size();
    }

    /** Flips bits of a byte, on the disk itself. */
    public void flip(final String path, final int at, final int bits) {
        final Inode file = names.get(path);
        if (file != null) {
            file.flip(at, bits);
        }
    }
}

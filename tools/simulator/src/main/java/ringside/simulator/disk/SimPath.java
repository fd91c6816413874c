package ringside.simulator.disk;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of a {@link SimFileSystem}: names between slashes. */
final class SimPath implements Path {
    private final SimFileSystem system;
    private final String text;
    private final boolean isAbsolute;
    private final List<String> names;

    SimPath(final SimFileSystem system, final String text) {
        this.system = system;
        isAbsolute = text.startsWith("/");
        names = Arrays.stream(text.split("/", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        this.text = (isAbsolute ? "/" : "") + String.join("/", names);
    }

    static SimPath of(final Path path) {
        if (path instanceof final SimPath sim) {
            return sim;
        }
        throw new ProviderMismatchException();
    }

    private SimPath with(final boolean absolute, final List<String> parts) {
        return new SimPath(system, (absolute ? "/" : "") + String.join("/", parts));
    }

    /** As the disk calls it. */
    String onDisk() {
        return isAbsolute ? text : "/" + text;
    }

    @Override
    public SimFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return isAbsolute;
    }

    @Override
    public @Nullable Path getRoot() {
        return isAbsolute ? new SimPath(system, "/") : null;
    }

    @Override
    public @Nullable Path getFileName() {
        return names.isEmpty() ? null : with(false, names.subList(names.size() - 1, names.size()));
    }

    @Override
    public @Nullable Path getParent() {
        return names.isEmpty() || (names.size() == 1 && !isAbsolute)
                ? null
                : with(isAbsolute, names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public Path getName(final int index) {
        return with(false, names.subList(index, index + 1));
    }

    @Override
    public Path subpath(final int from, final int to) {
        return with(false, names.subList(from, to));
    }

    @Override
    public boolean startsWith(final Path other) {
        final SimPath begin = of(other);
        return begin.isAbsolute == isAbsolute
                && begin.names.size() <= names.size()
                && names.subList(0, begin.names.size()).equals(begin.names);
    }

    @Override
    public boolean endsWith(final Path other) {
        final SimPath end = of(other);
        return end.isAbsolute
                ? equals(end)
                : end.names.size() <= names.size()
                        && names.subList(names.size() - end.names.size(), names.size())
                                .equals(end.names);
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path resolve(final Path other) {
        return of(other).isAbsolute ? other : new SimPath(system, text + "/" + other);
    }

    @Override
    public Path relativize(final Path other) {
        return with(false, of(other).names.subList(names.size(), of(other).names.size()));
    }

    @Override
    public URI toUri() {
        return URI.create("sim://disk" + onDisk());
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute ? this : new SimPath(system, "/" + text);
    }

    @Override
    public Path toRealPath(final LinkOption... options) {
        return toAbsolutePath();
    }

    @Override
    public WatchKey register(
            final WatchService watcher, final WatchEvent.Kind<?>[] events, final WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("nobody watches a simulated disk");
    }

    @Override
    public int compareTo(final Path other) {
        return text.compareTo(of(other).text);
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof final SimPath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

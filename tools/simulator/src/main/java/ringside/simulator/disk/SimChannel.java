package ringside.simulator.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file of a {@link SimFileSystem}. */
final class SimChannel extends FileChannel {
    private final SimFileSystem system;
    private final String name;
    private final Inode file;
    private final boolean isWritten;
    private int position;

    SimChannel(final SimFileSystem system, final String name, final Inode file, final boolean isWritten) {
        this.system = system;
        this.name = name;
        this.file = file;
        this.isWritten = isWritten;
    }

    @Override
    public int read(final ByteBuffer into) {
        final int read = read(into, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int read(final ByteBuffer into, final long at) {
        if (at >= file.size()) {
            return -1;
        }
        final int length = (int) Math.min(into.remaining(), file.size() - at);
        into.put(file.bytes(), (int) at, length);
        return length;
    }

    @Override
    public long read(final ByteBuffer[] into, final int offset, final int length) {
        long read = 0;
        for (int i = offset; i < offset + length; i++) {
            read += Math.max(0, read(into[i]));
        }
        return read;
    }

    @Override
    public int write(final ByteBuffer from) throws IOException {
        final int written = write(from, position);
        position += written;
        return written;
    }

    @Override
    public int write(final ByteBuffer from, final long at) throws IOException {
        if (!isWritten) {
            throw new NonWritableChannelException();
        }
        final int length = from.remaining();
        system.disk().requireRoom(at + length - file.size());
        system.before(DiskWatch.Operation.WRITE, name, length);
        final byte[] bytes = new byte[length];
        from.get(bytes);
        file.write(bytes, 0, (int) at, length);
        return length;
    }

    @Override
    public long write(final ByteBuffer[] from, final int offset, final int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(from[i]);
        }
        return written;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(final long at) {
        position = (int) at;
        return this;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public FileChannel truncate(final long size) throws IOException {
        system.before(DiskWatch.Operation.WRITE, name, 0);
        file.truncate((int) size);
        position = (int) Math.min(position, size);
        return this;
    }

    @Override
    public void force(final boolean metaData) throws IOException {
        if (system.disk().isFolder(name)) {
            system.before(DiskWatch.Operation.SYNC_FOLDER, name, 0);
            system.disk().syncFolder(name);
        } else {
            sync(system, name, file);
        }
    }

    static void sync(final SimFileSystem system, final String name, final Inode file) throws IOException {
        try {
            system.before(DiskWatch.Operation.SYNC, name, 0);
        } catch (final IOException e) {
            file.forget();
            throw e;
        }
        system.disk().sync(file);
    }

    @Override
    public long transferTo(final long from, final long count, final WritableByteChannel to) throws IOException {
        final int length = (int) Math.max(0, Math.min(count, file.size() - from));
        return to.write(ByteBuffer.wrap(file.bytes().clone(), (int) from, length));
    }

    @Override
    public long transferFrom(final ReadableByteChannel from, final long at, final long count) {
        throw new UnsupportedOperationException("transferFrom");
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long at, final long size) {
        throw new UnsupportedOperationException("simulated files are mapped by SimMappings");
    }

    @Override
    public FileLock lock(final long at, final long size, final boolean shared) throws IOException {
        return tryLock(at, size, shared);
    }

    @Override
    public FileLock tryLock(final long at, final long size, final boolean shared) {
        if (!system.locks().add(name)) {
            throw new OverlappingFileLockException();
        }
        return new FileLock(this, at, size, shared) {
            @Override
            public boolean isValid() {
                return isOpen();
            }

            @Override
            public void release() {
                system.locks().remove(name);
            }
        };
    }

    @Override
    protected void implCloseChannel() {
        if (name.endsWith("/lock")) {
            system.locks().remove(name);
        }
    }
}

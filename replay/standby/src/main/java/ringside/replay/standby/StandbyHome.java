package ringside.replay.standby;

import org.jspecify.annotations.Nullable;
import ringside.journal.DataDirectory;
import ringside.journal.ServerId;

/** The data directory of a standby: it may be of no server until a primary takes the standby on. Safe for several threads. */
public interface StandbyHome {
    /** The directory, or null while it is of no server. */
    @Nullable
    DataDirectory data();

    /** Makes it the directory of that server, which has so many engines; the same again changes nothing. */
    DataDirectory join(ServerId server, int engines);
}

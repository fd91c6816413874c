package ringside.journal;

/**
 * A place in a store: the index of a segment among those present, and a byte offset (on disk) or record number (in memory)
 * in it. Only the store that gave it out can use it.
 */
public record RecordAddress(int segment, long offset) {}

/**
 * The rules that an operator gives to matches: read from files, checked as a whole, turned into the record that a match is
 * created with, and read again when the files change.
 */
@NullMarked
package ringside.server.rules;

import org.jspecify.annotations.NullMarked;

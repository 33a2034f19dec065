package org.dharmic.platform.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.dharmic.platform.SecretUnavailable;

/**
 * One file per secret, readable by its owner alone, in a folder that is the owner's alone; or a variable of the
 * environment.
 *
 * <p>Nothing is kept: each call reads the file anew, so a changed secret counts from the next connection on. Safe for
 * many threads.
 */
final class SecretFolder {

    /** Keys and certificates chains fit; a file given by mistake does not fill the heap. */
    static final int MAX_BYTES = 64 * 1024;

    private static final String ENV = "env:";
    private static final int MAX_LISTED = 1000;
    /** No separator can be in a name, and a name of dots alone is refused: there is no way out of the folder. */
    private static final Pattern NAME = Pattern.compile("(?!\\.+$)[A-Za-z0-9._-]{1,200}");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** What the folder looks like, without a name or a value. */
    record Look(boolean exists, boolean open, int secrets, int openToOthers) {}

    private final Path folder;
    private final UnaryOperator<String> environment;

    SecretFolder(Path folder, UnaryOperator<String> environment) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.environment = Objects.requireNonNull(environment, "environment");
    }

    Path folder() {
        return folder;
    }

    /** @throws SecretUnavailable with what to do */
    char[] resolve(String name) {
        if (name == null || name.isBlank()) {
            throw new SecretUnavailable("no secret is named: write the name of a file in " + folder
                    + ", or env:NAME, into the configuration");
        }
        return name.startsWith(ENV) ? variable(name.substring(ENV.length())) : file(name);
    }

    private char[] variable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new SecretUnavailable(
                    "after env: the name of an environment variable must follow, letters, digits and _");
        }
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new SecretUnavailable("the environment variable " + name
                    + " is not set: set it for the process, or use a file in " + folder);
        }
        return value.toCharArray();
    }

    private char[] file(String name) {
        // The name itself is not repeated: whoever writes the secret where its name belongs would find it in a log.
        if (!NAME.matcher(name).matches()) {
            throw new SecretUnavailable(
                    "the name of a secret must be 1 to 200 letters, digits, dots, dashes or underscores; it names a file in "
                            + folder);
        }
        Path file = folder.resolve(name);
        try {
            requirePrivate(folder, "700");
            PosixFileAttributes attributes = attributes(file);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new SecretUnavailable(file + " must be a plain file, neither a link nor a folder");
            }
            requirePrivate(file, attributes, "600");
            return read(file);
        } catch (NoSuchFileException e) {
            throw new SecretUnavailable("no such secret: create " + file
                    + " with the secret as its only line, then chmod 600 " + file + " and chmod 700 " + folder);
        } catch (IOException e) {
            throw new SecretUnavailable(
                    "cannot read " + file + ": " + e.getClass().getSimpleName());
        }
    }

    private static char[] read(Path file) throws IOException {
        byte[] bytes = new byte[MAX_BYTES + 1];
        CharBuffer text = null;
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until the end or one byte too many
            }
            if (!buffer.hasRemaining()) {
                throw new SecretUnavailable(file + " must hold " + MAX_BYTES + " bytes or fewer");
            }
            buffer.flip();
            text = StandardCharsets.UTF_8.newDecoder().decode(buffer);
            int end = text.limit();
            while (end > 0 && (text.get(end - 1) == '\n' || text.get(end - 1) == '\r')) {
                end--;
            }
            if (end == 0) {
                throw new SecretUnavailable(file + " is empty: write the secret into it");
            }
            char[] secret = new char[end];
            text.get(secret);
            return secret;
        } catch (CharacterCodingException e) {
            throw new SecretUnavailable(file + " must be text in UTF-8");
        } finally {
            Arrays.fill(bytes, (byte) 0);
            if (text != null && text.hasArray()) {
                Arrays.fill(text.array(), '\0');
            }
        }
    }

    /** Counts, for the health check; reads no secret. */
    Look look() throws IOException {
        if (!Files.isDirectory(folder)) {
            return new Look(false, false, 0, 0);
        }
        int secrets = 0;
        int open = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && secrets < MAX_LISTED) {
                    secrets++;
                    if (isOpen(attributes(file))) {
                        open++;
                    }
                }
            }
        }
        return new Look(true, isOpen(attributes(folder)), secrets, open);
    }

    private static void requirePrivate(Path folder, String mode) throws IOException {
        requirePrivate(folder, attributes(folder), mode);
    }

    private static void requirePrivate(Path path, PosixFileAttributes attributes, String mode) {
        if (isOpen(attributes)) {
            throw new SecretUnavailable(path + " can be read by others: chmod " + mode + " " + path);
        }
    }

    /** Null where the file system knows no modes. */
    private static PosixFileAttributes attributes(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null ? null : view.readAttributes();
    }

    private static boolean isOpen(PosixFileAttributes attributes) {
        return attributes != null
                && !attributes.isSymbolicLink()
                && attributes.permissions().stream().anyMatch(OTHERS::contains);
    }
}

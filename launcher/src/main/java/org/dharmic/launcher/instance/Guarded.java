package org.dharmic.launcher.instance;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether somebody else could write what decides which code runs. Folders above are not looked at: who may rename
 * {@code etc} away can only put a folder of their own in its place, and that is refused for its owner.
 */
public final class Guarded {

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /** May write everything anyway; a service's {@code etc} that root owns is a common way to protect it. */
    private static final int ROOT = 0;

    private final int we;

    private Guarded(int we) {
        this.we = we;
    }

    /** For the user this process runs as. */
    public static Guarded forThisProcess() throws IOException {
        if (!UNIX) {
            return new Guarded(ROOT);
        }
        // The only way to our number without a native call: whose is a file that we make?
        Path probe = Files.createTempFile("owner", null);
        try {
            return new Guarded((Integer) Files.getAttribute(probe, "unix:uid"));
        } finally {
            Files.delete(probe);
        }
    }

    /** For a user by number. */
    public static Guarded forUser(int uid) {
        return new Guarded(uid);
    }

    /** Whether a file of this owner may be trusted: it is ours, or root's. */
    public boolean trusts(int uid) {
        return uid == we || uid == ROOT;
    }

    /** What is wrong with each of those that are there, with the command that mends it; empty when nothing is. */
    public List<String> problems(List<Path> paths) {
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            problem(path).ifPresent(problems::add);
        }
        return problems;
    }

    /** As {@link #problems} for one; links are followed. */
    public Optional<String> problem(Path path) {
        if (!UNIX) {
            return Optional.empty();
        }
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,permissions");
            int owner = (Integer) attributes.get("uid");
            if (!trusts(owner)) {
                return Optional.of(path + " belongs to " + Files.getOwner(path).getName() + " (uid " + owner
                        + "), and this runs with uid " + we + ": chown " + we + " " + path);
            }
            @SuppressWarnings("unchecked") // what the JDK documents for this attribute
            Set<PosixFilePermission> permissions = (Set<PosixFilePermission>) attributes.get("permissions");
            return writers(permissions)
                    .map(who -> path + " (" + PosixFilePermissions.toString(permissions) + ") can be written by " + who
                            + ", who could so have any code run here: chmod go-w " + path);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(path + " cannot be looked at: " + Reason.of(e));
        }
    }

    /** Who else may write; empty when nobody. */
    public static Optional<String> writers(Set<PosixFilePermission> permissions) {
        boolean group = permissions.contains(PosixFilePermission.GROUP_WRITE);
        boolean others = permissions.contains(PosixFilePermission.OTHERS_WRITE);
        if (!group && !others) {
            return Optional.empty();
        }
        return Optional.of(group && others ? "its group and everybody else" : group ? "its group" : "everybody else");
    }
}

package org.dharmic.swap.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dharmic.support.files.PrivateFiles;

/** {@code etc/org.dharmic.swap.trust.cfg}: the truth about whom to trust. Written with everything else in it kept. */
final class TrustFile {

    private final Path file;

    TrustFile(Path file) {
        this.file = file;
    }

    void write(TrustSettings settings) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            text = "";
        }
        text = set(text, "signatures", settings.required() ? "required" : "off");
        text = set(text, "signers", String.join(", ", settings.signers()));
        PrivateFiles.replace(file, text);
    }

    /** Replaces the line of a key; where it is commented out, sets it below that. */
    static String set(String text, String key, String value) {
        Pattern set = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*[=:].*");
        Pattern commented = Pattern.compile("\\s*#\\s*" + Pattern.quote(key) + "\\s*[=:].*");
        List<String> lines = new ArrayList<>();
        int here = -1;
        boolean found = false;
        boolean continued = false;
        for (String line : text.lines().toList()) {
            boolean goesOn = line.endsWith("\\") && !line.endsWith("\\\\");
            if (continued) {
                continued = goesOn;
                continue;
            }
            if (set.matcher(line).matches()) {
                continued = goesOn;
                if (!found) {
                    here = lines.size();
                    found = true;
                }
                continue;
            }
            lines.add(line);
            if (!found && commented.matcher(line).matches()) {
                here = lines.size();
            }
        }
        lines.add(here < 0 ? lines.size() : here, (key + " = " + value).strip());
        return String.join("\n", lines) + "\n";
    }
}

package org.dharmic.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.dharmic.launcher.instance.DurableFile;

/** Unpacks what the sandbox's jar brings for a demo: configurations with placeholders, a vault, a telos. */
final class Templates {

    private static final String ETC = "sample/etc/";
    private static final String VAULT = "sample/vault/";
    private static final String TELOS = "sample/telos.yaml";

    private Templates() {}

    /**
     * @param values what stands for {@code @KEY@} in the configurations
     * @param etc gets the configurations and the telos
     * @param vault gets the sample vault
     */
    static void unpack(Path jar, Map<String, String> values, Path etc, Path vault) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().filter(e -> !e.isDirectory()).toList()) {
                String name = entry.getName();
                if (name.startsWith(ETC)) {
                    write(inside(etc, name.substring(ETC.length())), fill(text(file, entry), values));
                } else if (name.equals(TELOS)) {
                    write(etc.resolve("telos.yaml"), text(file, entry));
                } else if (name.startsWith(VAULT)) {
                    write(inside(vault, name.substring(VAULT.length())), text(file, entry));
                }
            }
        }
    }

    static String fill(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace('@' + value.getKey() + '@', value.getValue());
        }
        return text;
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("An entry of the sandbox's jar leads out of its folder: " + name);
        }
        return file;
    }

    private static String text(JarFile file, JarEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(Path file, String content) throws IOException {
        DurableFile.createFolder(file.getParent());
        Files.deleteIfExists(file);
        DurableFile.writeTransient(file, content);
    }
}

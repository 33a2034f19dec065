package org.dharmic.mail.imap;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.mail.imap.settings.BadSetting;
import org.dharmic.mail.imap.settings.ImapConfig;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;

/** Checks a configuration set as the component would, before the component sees it. */
@Component(property = ConfigCheck.PID + "=" + ImapMailChannel.PID)
public final class ImapConfigCheck implements ConfigCheck {

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        try {
            ImapSettings.from(config(set), named(set));
            return List.of();
        } catch (BadSetting e) {
            Object file = set.get("felix.fileinstall.filename");
            return List.of(new ConfigProblem(
                    ImapMailChannel.PID,
                    e.key(),
                    e.value(),
                    e.expected(),
                    file == null ? "etc/" + ImapMailChannel.PID + "-<name>.cfg" : file.toString()));
        }
    }

    /** The account's name may come from the file, of which a set need not tell: then the component checks it. */
    private static Map<String, Object> named(Map<String, Object> set) {
        if (set.containsKey(Constants.SERVICE_PID) || set.containsKey("felix.fileinstall.filename")) {
            return set;
        }
        Map<String, Object> named = new HashMap<>(set);
        named.put(Constants.SERVICE_PID, ImapMailChannel.PID + "~unknown");
        return named;
    }

    /** The set as the annotation that DS would make of it. */
    private static ImapConfig config(Map<String, Object> set) {
        InvocationHandler values = (proxy, method, arguments) -> value(method, set);
        return (ImapConfig)
                Proxy.newProxyInstance(ImapConfig.class.getClassLoader(), new Class<?>[] {ImapConfig.class}, values);
    }

    private static Object value(Method method, Map<String, Object> set) {
        String key = method.getName().replace('_', '.');
        Object value = set.get(key);
        if (value == null) {
            return method.getDefaultValue();
        }
        String text = value.toString().strip();
        Class<?> type = method.getReturnType();
        try {
            if (type == int.class) {
                return Integer.parseInt(text);
            }
            if (type == long.class) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new BadSetting(key, text, "a whole number");
        }
        if (type == boolean.class) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new BadSetting(key, text, "true or false");
            }
            return Boolean.parseBoolean(text);
        }
        return text;
    }
}

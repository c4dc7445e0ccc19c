namespace Sluice.Server.Configuration;

/// <summary>Mistakes that no setting shows alone.</summary>
internal static class RelationChecks
{
    public static void Check(ScalarResolver scalars, ProblemList problems)
    {
        CheckPair(scalars, CommonSettings.TlsCertificate, CommonSettings.TlsKey, problems);
        CheckPair(scalars, CommonSettings.TlsKey, CommonSettings.TlsCertificate, problems);
        CheckKeyFits(scalars, problems);
        CheckHttps(scalars, problems);
        SumLogChecks.Check(scalars, problems);
        foreach (var part in new[] { LimitSettings.ConnectTimeout, LimitSettings.ResponseTimeout, LimitSettings.StallTimeout })
        {
            CheckWithinFetch(scalars, part, problems);
        }
    }

    private static void CheckKeyFits(ScalarResolver scalars, ProblemList problems)
    {
        if (scalars.Get(CommonSettings.TlsCertificate) is { } certificate
            && scalars.Get(CommonSettings.TlsKey) is { } key
            && PemText.CheckPair(certificate, key) is { } problem)
        {
            problems.Error(scalars.Origin(CommonSettings.TlsKey), CommonSettings.TlsKey.Key, problem, "name the certificate's own key, without a pass phrase");
        }
    }

    private static void CheckHttps(ScalarResolver scalars, ProblemList problems)
    {
        var https = scalars.Get(CommonSettings.Listen)?.FirstOrDefault(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        if (https is not null && scalars.Origin(CommonSettings.TlsCertificate).Kind == SettingOriginKind.Default)
        {
            problems.Error(scalars.Origin(CommonSettings.Listen), CommonSettings.Listen.Key, $"{https} needs a certificate", "set tls.certificate and tls.key");
        }
    }

    private static void CheckPair(ScalarResolver scalars, Setting<string> given, Setting<string> other, ProblemList problems)
    {
        var origin = scalars.Origin(given);
        if (origin.Kind != SettingOriginKind.Default && scalars.Origin(other).Kind == SettingOriginKind.Default)
        {
            problems.Error(origin, given.Key, $"needs {other.Key} too", $"set both for HTTPS, or none for plain HTTP");
        }
    }

    /// <summary>A part that may last longer than the whole was meant otherwise; defaults are not complained about.</summary>
    private static void CheckWithinFetch(ScalarResolver scalars, Setting<TimeSpan> part, ProblemList problems)
    {
        var origin = scalars.Origin(part);
        var whole = scalars.Get(LimitSettings.FetchTimeout);
        var value = scalars.Get(part);
        if (origin.Kind != SettingOriginKind.Default && whole > TimeSpan.Zero && value > whole)
        {
            problems.Warning(
                origin,
                part.Key,
                $"{DurationText.Format(value)} is never reached, since limits.fetchTimeout is {DurationText.Format(whole)}",
                "raise limits.fetchTimeout, or lower this");
        }
    }
}

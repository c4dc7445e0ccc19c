using System.Text;
using Sluice.Fetch.SumDb;
using Sluice.Modules.SumDb;

namespace Sluice.Fetch.Tests.SumDb;

public sealed class Ed25519NoteTests
{
    /// <summary>The example of golang.org/x/mod/sumdb/note.</summary>
    private const string PeterSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string Peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string PeterLine = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private const string EnochLine = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    [Fact]
    public void The_example_of_the_format_opens()
    {
        var message = Encoding.UTF8.GetBytes(Text + "\n" + PeterLine + EnochLine);

        Assert.True(SignedNote.TryOpen(message, [Ed25519NoteVerifier.Parse(Peter), Ed25519NoteVerifier.Parse(Enoch)], out var note, out _));
        Assert.Equal(Text, note.Text);
        Assert.Equal([("PeterNeumann", 0xc74f20a3), ("EnochRoot", 0xaf0cfe78)], note.Verified.Select(signature => (signature.Name, signature.KeyHash)));
    }

    [Fact]
    public void The_example_of_the_format_is_signed_to_the_byte()
    {
        using var signer = Ed25519NoteSigner.Parse(PeterSecret);

        Assert.Equal(Text + "\n" + PeterLine, Encoding.UTF8.GetString(SignedNote.Unsigned(Text).Sign(signer)));
        Assert.Equal(Peter, signer.PublicKey.ToString());
    }

    /// <summary>RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Keys_sign_and_check_as_the_standard_says(string seed, string publicKey, string message, string signature)
    {
        var key = Ed25519NoteSigner.NewKey("test", Convert.FromHexString(seed));
        Assert.True(Ed25519NoteSigner.TryCreate(key, out var signer));
        using var owned = signer;
        Assert.True(Ed25519NoteVerifier.TryCreate(signer.PublicKey, out var verifier));

        Assert.Equal(publicKey, Convert.ToHexStringLower(signer.PublicKey.PublicKey.Span));
        Assert.Equal(signature, Convert.ToHexStringLower(signer.Sign(Convert.FromHexString(message))));
        Assert.True(verifier.Verify(Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void Wrong_signatures_of_any_length_are_refused_without_an_exception()
    {
        using var signer = Ed25519NoteSigner.Parse(PeterSecret);
        var verifier = Ed25519NoteVerifier.Parse(Peter);
        var signature = signer.Sign("hi"u8);
        Assert.True(verifier.Verify("hi"u8, signature));
        Assert.False(verifier.Verify("ho"u8, signature));
        for (var i = 0; i < signature.Length; i++)
        {
            byte[] changed = [.. signature];
            changed[i] ^= 1;
            Assert.False(verifier.Verify("hi"u8, changed));
            Assert.False(verifier.Verify("hi"u8, signature.AsSpan(0, i)));
        }

        Assert.False(verifier.Verify("hi"u8, [.. signature, 0]));
        Assert.False(verifier.Verify("hi"u8, new byte[64]));
    }

    [Fact]
    public void A_secret_key_of_another_name_is_refused()
    {
        Assert.False(Ed25519NoteSigner.TryCreate(NoteSignerKey.Parse(PeterSecret.Replace("PeterNeumann", "CarmenSandiego", StringComparison.Ordinal)), out _));
        Assert.False(Ed25519NoteSigner.TryCreate(NoteSignerKey.Parse(PeterSecret.Replace("c74f20a3", "c74f20a4", StringComparison.Ordinal)), out _));
    }

    [Fact]
    public void A_new_key_is_read_again_from_its_text()
    {
        var text = Ed25519NoteSigner.NewKey("sum.example.com", Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()).Reveal();
        using var signer = Ed25519NoteSigner.Parse(text);
        var verifier = Ed25519NoteVerifier.Parse(signer.PublicKey.ToString());

        Assert.True(verifier.Verify("x"u8, signer.Sign("x"u8)));
        Assert.Equal(("sum.example.com", verifier.KeyHash), (signer.Name, signer.KeyHash));
    }
}

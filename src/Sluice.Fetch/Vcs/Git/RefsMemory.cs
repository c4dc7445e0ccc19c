using Sluice.Core.Ports;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// What a server last said about its refs, believed for a while. Callers that ask at the same time share one question; it lives as long as one of
/// them waits.
/// </summary>
internal sealed class RefsMemory(TimeSpan lifetime, TimeProvider time, Func<FetchContext, CancellationToken, Task<GitRefs>> ask)
{
    private readonly Lock _lock = new();
    private Question? _question;
    private long _answered;

    /// <summary>What was said last, however long ago; null before the first answer.</summary>
    public GitRefs? Last { get; private set; }

    /// <summary>Forgets when the answer came, so that the next one asks again.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            _answered = 0;
        }
    }

    /// <summary>The refs as they are, or were a moment ago.</summary>
    public async Task<GitRefs> GetAsync(FetchContext context, CancellationToken cancellationToken)
    {
        Question question;
        lock (_lock)
        {
            if (Last is not null && _answered != 0 && time.GetElapsedTime(_answered) < lifetime)
            {
                return Last;
            }

            _question ??= Begin(context);
            question = _question;
            question.Waiting++;
        }

        try
        {
            return await question.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(question);
        }
    }

    private Question Begin(FetchContext context)
    {
        var question = new Question();
        question.Answer = Task.Run(() => AskAsync(question, context));
        return question;
    }

    private async Task<GitRefs> AskAsync(Question question, FetchContext context)
    {
        try
        {
            var refs = await ask(context, question.End.Token);
            lock (_lock)
            {
                Last = refs;
                _answered = time.GetTimestamp();
            }

            return refs;
        }
        finally
        {
            Forget(question);
        }
    }

    private void Forget(Question question)
    {
        lock (_lock)
        {
            _question = ReferenceEquals(_question, question) ? null : _question;
        }
    }

    /// <summary>The last one to leave ends the question.</summary>
    private void Leave(Question question)
    {
        lock (_lock)
        {
            if (--question.Waiting > 0)
            {
                return;
            }

            // In one step, so that nobody joins a question that is about to end.
            Forget(question);
        }

        question.End.Cancel();
    }

    private sealed class Question
    {
        public CancellationTokenSource End { get; } = new();

        public Task<GitRefs> Answer { get; set; } = null!;

        public int Waiting { get; set; }
    }
}

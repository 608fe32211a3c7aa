using System.CommandLine;

namespace Wav2Kp.Cli.Commands;

/// <summary><c>completion</c>: scripts that make a shell complete verbs, options and what the platform holds.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # wav2kp completion for bash: add to ~/.bashrc:  source <(wav2kp completion bash)
        _wav2kp() {
            local IFS=$'\n' word line=${COMP_LINE:0:COMP_POINT}
            # however it is called
            line=wav2kp${line#"${COMP_WORDS[0]}"}
            COMPREPLY=()
            while read -r word; do
                # options only where one is begun
                [[ $word == [-/]* && ${COMP_WORDS[COMP_CWORD]} != -* ]] && continue
                [[ $word == "${COMP_WORDS[COMP_CWORD]}"* ]] && COMPREPLY+=("$(printf '%q' "$word")")
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
        }
        complete -o default -F _wav2kp wav2kp ./wav2kp
        """;

    private const string Zsh = """
        #compdef wav2kp ./wav2kp
        # wav2kp completion for zsh: add to ~/.zshrc:  source <(wav2kp completion zsh)
        _wav2kp() {
            local -a found
            local line=wav2kp${LBUFFER#"${words[1]}"}
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            # options only where one is begun
            found=(${found:#/*})
            [[ ${words[CURRENT]} == -* ]] || found=(${found:#-*})
            [[ -n $found ]] && compadd -- "${found[@]}" || _files
        }
        compdef _wav2kp wav2kp ./wav2kp
        """;

    private const string Fish = """
        # wav2kp completion for fish: wav2kp completion fish > ~/.config/fish/completions/wav2kp.fish
        function __wav2kp_complete
            set -l program (commandline -opc)[1]
            # however it is called
            set -l line (commandline -cp | string replace -r '^\S+' wav2kp)
            $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v '/*'
        end
        complete -c wav2kp -a '(__wav2kp_complete)'
        """;

    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        return new Command("completion", "Print a script that makes a shell complete verbs, options, and identifiers and names from the platform") { shell }
            .Does(async (context, _) => await Console.Out.WriteLineAsync((context.Get(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }).ReplaceLineEndings("\n")));
    }
}

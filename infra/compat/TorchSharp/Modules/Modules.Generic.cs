namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something callable of 1 input.</summary>
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        /// <summary>A module of 1 input: a subclass says what <see cref="forward"/> computes, users call <see cref="call"/>.</summary>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T input);

            /// <summary>Runs the hooks and <see cref="forward"/>.</summary>
            public TResult call(T input)
            {
                if (!HasHooks)
                {
                    return forward(input);
                }

                BeforeCall();
                foreach (Func<Module<T, TResult>, T, T> hook in pre_hooks.Values)
                {
                    if (hook(this, input) is { } changed)
                    {
                        input = changed;
                    }
                }

                TResult result = forward(input);
                foreach (Func<Module<T, TResult>, T, TResult, TResult> hook in post_hooks.Values)
                {
                    if (hook(this, input, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                AfterCall();
                return result;
            }
        }

        /// <summary>Something callable of 2 inputs.</summary>
        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module of 2 inputs: a subclass says what <see cref="forward"/> computes, users call <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, TResult> : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Runs the hooks and <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                if (!HasHooks)
                {
                    return forward(input1, input2);
                }

                BeforeCall();
                foreach (Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?> hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2) is { } changed)
                    {
                        (input1, input2) = changed;
                    }
                }

                TResult result = forward(input1, input2);
                foreach (Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult> hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                AfterCall();
                return result;
            }
        }

        /// <summary>Something callable of 3 inputs.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module of 3 inputs: a subclass says what <see cref="forward"/> computes, users call <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, T3, TResult> : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Runs the hooks and <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                if (!HasHooks)
                {
                    return forward(input1, input2, input3);
                }

                BeforeCall();
                foreach (Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?> hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3) is { } changed)
                    {
                        (input1, input2, input3) = changed;
                    }
                }

                TResult result = forward(input1, input2, input3);
                foreach (Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult> hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                AfterCall();
                return result;
            }
        }

        /// <summary>Something callable of 4 inputs.</summary>
        public interface IModule<T1, T2, T3, T4, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        /// <summary>A module of 4 inputs: a subclass says what <see cref="forward"/> computes, users call <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>, Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>, IModule<T1, T2, T3, T4, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            /// <summary>Runs the hooks and <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                if (!HasHooks)
                {
                    return forward(input1, input2, input3, input4);
                }

                BeforeCall();
                foreach (Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?> hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4) is { } changed)
                    {
                        (input1, input2, input3, input4) = changed;
                    }
                }

                TResult result = forward(input1, input2, input3, input4);
                foreach (Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult> hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                AfterCall();
                return result;
            }
        }

        /// <summary>Something callable of 5 inputs.</summary>
        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>A module of 5 inputs: a subclass says what <see cref="forward"/> computes, users call <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>, Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>Runs the hooks and <see cref="forward"/>.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                if (!HasHooks)
                {
                    return forward(input1, input2, input3, input4, input5);
                }

                BeforeCall();
                foreach (Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?> hook in pre_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed)
                    {
                        (input1, input2, input3, input4, input5) = changed;
                    }
                }

                TResult result = forward(input1, input2, input3, input4, input5);
                foreach (Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult> hook in post_hooks.Values)
                {
                    if (hook(this, input1, input2, input3, input4, input5, result) is { } changed)
                    {
                        result = changed;
                    }
                }

                AfterCall();
                return result;
            }
        }
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched and changed.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
            where TPreHook : class
            where TPostHook : class
        {
            protected Dictionary<string, TPreHook> pre_hooks = [];
            protected Dictionary<string, TPostHook> post_hooks = [];
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];
            protected Dictionary<string, Action<Module>> module_post_hooks = [];

            protected HookableModule(string name)
                : base(name)
            {
            }

            private protected bool HasHooks => pre_hooks.Count + post_hooks.Count + module_pre_hooks.Count + module_post_hooks.Count > 0;

            /// <summary>Calls the hook after each forward pass; what it returns takes the result's place.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Register(post_hooks, hook);

            /// <summary>Calls the hook before each forward pass; what it returns takes the input's place.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(pre_hooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Register(module_post_hooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(module_pre_hooks, hook);

            private HookRemover Register<T>(Dictionary<string, T> hooks, T hook)
            {
                string key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            /// <summary>Takes a hook off again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove()
                {
                    module.pre_hooks.Remove(key);
                    module.post_hooks.Remove(key);
                    module.module_pre_hooks.Remove(key);
                    module.module_post_hooks.Remove(key);
                }
            }

            private protected void BeforeCall()
            {
                foreach (Action<Module> hook in module_pre_hooks.Values)
                {
                    hook(this);
                }
            }

            private protected void AfterCall()
            {
                foreach (Action<Module> hook in module_post_hooks.Values)
                {
                    hook(this);
                }
            }
        }
    }
}
